import { afterAll, afterEach, beforeAll } from 'vitest'

import { startSimulator } from '../../../../simulators/server.js'
import type { Simulator } from '../../../../simulators/server.js'
import type { Source } from '../../../../connectors/source.js'
import { open } from './open.js'
import type { Opening } from './open.js'

type Person = Readonly<Record<string, unknown>>

interface Truth {
  readonly pupils: Person[]
  readonly staff: Person[]
  readonly groups: { readonly name: string; readonly type: string }[]
}

type ByVersion = Readonly<Record<'1.1' | '1.2', string>>

interface SchoolFacts {
  readonly id: string
  readonly establishmentNumber: string
  readonly urn: string
  readonly credentials: {
    readonly wonde: { readonly schoolId: string; readonly token: string; readonly baseUrl: string }
    readonly oneroster: {
      readonly clientId: string
      readonly clientSecret: string
      readonly rest: ByVersion
      readonly csv: ByVersion
    }
  }
}

interface Noted {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

/** The ways in which one school can be read by OneRoster. */
export const ways = [
  ['REST 1.1', { format: 'rest', version: '1.1' }],
  ['REST 1.2', { format: 'rest', version: '1.2' }],
  ['CSV 1.1', { format: 'csv', version: '1.1' }],
  ['CSV 1.2', { format: 'csv', version: '1.2' }],
] as const
export type Way = Pick<Opening, 'format' | 'version'>

/** One school, of 200 pupils unless said otherwise, on 10 November 2026, well and as usual again after each test of the file. */
export function simulatedSchool(spec: object = {}) {
  let simulator: Simulator
  let school: SchoolFacts

  async function control(method: string, path: string, body?: object): Promise<{ data: unknown }> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${simulator.url}/_sim/${path}`, { method, ...sent })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json() as Promise<{ data: unknown }>
  }

  beforeAll(async () => {
    simulator = await startSimulator({ now: '2026-11-10' })
    const usual = { seed: 'connector', profile: 'secondary11to18', pupils: 200, name: 'Connector School' }
    school = (await control('POST', 'schools', { ...usual, ...spec })).data as SchoolFacts
  })
  afterAll(() => simulator.stop())
  afterEach(async () => {
    await control('DELETE', 'faults')
    await control('PUT', `schools/${school.id}/oneroster`, {})
    await control('DELETE', 'requests')
  })

  return {
    control,
    school: () => school,
    source: ({ format = 'rest', version = '1.1' }: Way = {}, more: Partial<Opening> = {}): Source => {
      const { clientId, clientSecret, rest, csv } = school.credentials.oneroster
      const baseUrl = (format === 'rest' ? rest : csv)[version]
      const secret = { clientId, clientSecret }
      return open({ format, version, schoolId: school.id, baseUrl, secret, manners: { patienceMs: 300 }, ...more })
    },
    play: (variant: object) => control('PUT', `schools/${school.id}/oneroster`, variant),
    happens: (event: object) => control('POST', `schools/${school.id}/events`, { events: [event] }),
    fault: (kind: string, more: object = {}) => control('PUT', 'faults', { faults: [{ kind, ...more }] }),
    asked: async () => (await control('GET', 'requests')).data as Noted[],
    truth: async () => (await control('GET', `schools/${school.id}/truth`)) as unknown as Truth,
  }
}
