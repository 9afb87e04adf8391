import { afterAll, afterEach, beforeAll } from 'vitest'
import { openSource } from '../../../connectors/registry.js'
import type { Source } from '../../../connectors/source.js'
import { startSimulator } from '../../../simulators/server.js'
import type { Simulator } from '../../../simulators/server.js'
import type { Truth } from '../../simulators/client.js'
import { calm } from '../support/reading.js'
import { denied } from './pair.js'
import type { Credentials, Denial, Pair } from './pair.js'

interface School {
  readonly id: string
  readonly name: string
  readonly establishmentNumber: string
  readonly credentials: Credentials
}

interface Noted {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

/** One secondary school on 10 November 2026, well and sharing everything again after each test, to be read through any pair. */
export function schoolOfTheContract(pupils: number) {
  let simulator: Simulator
  let school: School

  async function control(method: string, path: string, body?: object): Promise<{ readonly data: unknown }> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${simulator.url}/_sim/${path}`, { method, ...sent })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json() as Promise<{ data: unknown }>
  }
  const deny = ({ door, says }: Denial) => control('PUT', `schools/${school.id}/${door}`, says)
  const shareAll = async () => {
    await deny(denied())
    await deny({ door: 'oneroster', says: {} })
  }

  beforeAll(async () => {
    simulator = await startSimulator({ now: '2026-11-10' })
    const spec = { seed: 'contract', profile: 'secondary11to16', pupils, name: 'Contract School' }
    school = (await control('POST', 'schools', spec)).data as School
  })
  afterAll(() => simulator.stop())
  afterEach(async () => {
    await control('DELETE', 'faults')
    await shareAll()
    await control('DELETE', 'requests')
  })

  /** Opened as a worker does, by what is stored of it. */
  const open = (pair: Pair, secret?: object, of: School = school): Source => {
    const { binding, secret: own } = pair.settings(of.credentials)
    const bound = { connector: pair.connector, baseUrl: simulator.url, ...binding }
    return openSource(pair.connector, bound, secret ?? own, { ...calm, patienceMs: 300 }, { allowPlainLoopback: true })
  }

  return {
    open,
    control,
    deny,
    shareAll,
    school: () => school,
    fault: (kind: string, more: object = {}) => control('PUT', 'faults', { faults: [{ kind, ...more }] }),
    happens: (event: object) => control('POST', `schools/${school.id}/events`, { events: [event] }),
    asked: async () => (await control('GET', 'requests')).data as Noted[],
    truth: async () => (await control('GET', `schools/${school.id}/truth`)) as unknown as Truth,
  }
}
