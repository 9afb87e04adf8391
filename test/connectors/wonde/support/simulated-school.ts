import { afterAll, afterEach, beforeAll } from 'vitest'

import { startSimulator } from '../../../../simulators/server.js'
import type { Simulator } from '../../../../simulators/server.js'
import { open } from './open.js'

interface Truth {
  readonly pupils: Readonly<Record<string, unknown>>[]
  readonly staff: Readonly<Record<string, unknown>>[]
  readonly groups: { readonly name: string; readonly type: string }[]
}

interface SchoolFacts {
  readonly id: string
  readonly establishmentNumber: unknown
  readonly credentials: { readonly wonde: { readonly token: string } }
}

interface Noted {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

/** One school of 450 pupils on 10 November 2026, well and permitting everything again after each test of the file. */
export function simulatedSchool() {
  let simulator: Simulator
  let school: SchoolFacts

  async function control(method: string, path: string, body?: object): Promise<{ data: unknown }> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${simulator.url}/_sim/${path}`, { method, ...sent })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json() as Promise<{ data: unknown }>
  }
  const deny = (...denied: string[]) => control('PUT', `schools/${school.id}/permissions`, { denied })
  const ofSchool = (): SchoolFacts & { readonly token: string } => ({
    ...school,
    token: school.credentials.wonde.token,
  })

  beforeAll(async () => {
    simulator = await startSimulator({ now: '2026-11-10' })
    const spec = { seed: 'connector', profile: 'secondary11to18', pupils: 450, name: 'Connector School' }
    school = (await control('POST', 'schools', spec)).data as SchoolFacts
  })
  afterAll(() => simulator.stop())
  afterEach(async () => {
    await control('DELETE', 'faults')
    await deny()
    await control('DELETE', 'requests')
  })

  return {
    control,
    deny,
    school: ofSchool,
    baseUrl: () => simulator.url,
    source: (token = ofSchool().token) =>
      open({ baseUrl: simulator.url, schoolId: school.id, token, manners: { patienceMs: 300 } }),
    fault: (kind: string, more: object = {}) => control('PUT', 'faults', { faults: [{ kind, ...more }] }),
    asked: async () => (await control('GET', 'requests')).data as Noted[],
    truth: async () => (await control('GET', `schools/${school.id}/truth`)) as unknown as Truth,
  }
}
