import { MockActivityEnvironment } from '@temporalio/testing'
import { shippedAgreements } from '../../../agreement/shipped.js'
import { connect } from '../../../db/connect.js'
import { startSimulator } from '../../../simulators/server.js'
import type { buildDependencies } from '../../../workers/dependencies.js'
import { startApi } from '../../api/api-under-test.js'
import type { Answer } from '../../api/api-under-test.js'
import { plannerOn } from '../planner.js'

export type Ground = Awaited<ReturnType<typeof startGround>>

/**
 * The product in this process but for Temporal: databases, simulator over HTTP, API, and what a worker is handed. What workflows would do is
 * done by `live`, and time is what the test says it is, for the API and the simulator as well. Besides the shipped agreements there is
 * the planner's (who leaves goes at once) over Wonde and OneRoster.
 */
export async function startGround(now: Date) {
  const clock = { now }
  let built: Awaited<ReturnType<typeof buildDependencies>> | undefined
  const agreements = [...shippedAgreements(), plannerOn('wonde'), plannerOn('oneroster')]
  const api = await startApi((deps) => {
    built = deps
    return { clock: () => clock.now, endpoints: { allowPlainLoopback: true } }
  }, agreements)
  if (!built) throw new Error('The API was built without its dependencies.')
  const simulator = await startSimulator({ now: now.toISOString() })
  const sim = async (method: string, path: string, body?: unknown): Promise<Answer['body']> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${simulator.url}/_sim/${path}`, { method, ...sent })
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${await response.text()}`)
    return response.json()
  }
  const keyring = connect<unknown>(api.keyringUrl, { max: 1, idleMs: 60_000 })
  return {
    api,
    /** To look into the keyring past its own code. */
    keyring,
    // A source that falters is not asked twice: a test has many nights, and no patience.
    deps: { ...built, patienceMs: 0 },
    simulator: simulator.url,
    sim,
    now: () => clock.now,
    setTime: async (instant: Date) => {
      clock.now = instant
      await sim('PUT', 'clock', { now: instant.toISOString() })
    },
    stop: async () => {
      await simulator.stop()
      await keyring.destroy()
      await api.stop()
    },
  }
}

/** Calls an activity as a worker would: with somebody to hear it beat. */
export const act = <Result>(work: () => Promise<Result>): Promise<Result> => new MockActivityEnvironment().run(work)
