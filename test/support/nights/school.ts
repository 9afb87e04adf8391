import { randomUUID } from 'node:crypto'
import { shippedAgreements } from '../../../agreement/shipped.js'
import type { Answer } from '../../api/api-under-test.js'
import { PLANNER } from '../planner.js'
import type { Ground } from './ground.js'
import { live } from './live.js'

/** How a school is read, and under which agreement. */
export interface Way {
  readonly connector: 'wonde' | 'xporter' | 'oneroster'
  readonly agreement: string
  /** Of OneRoster. */
  readonly format?: 'rest' | 'csv'
  readonly version?: '1.1' | '1.2'
}

/** Over each protocol; who leaves is hidden at once, but of `grace`, where they are shown as having left. */
export const ways = {
  wonde: { connector: 'wonde', agreement: PLANNER },
  grace: { connector: 'wonde', agreement: 'assessment-portal' },
  xporter: { connector: 'xporter', agreement: 'seating-planner' },
  rest: { connector: 'oneroster', agreement: 'planner-on-oneroster', format: 'rest', version: '1.2' },
  csv: { connector: 'oneroster', agreement: 'planner-on-oneroster', format: 'csv', version: '1.1' },
} as const satisfies Readonly<Record<string, Way>>

export interface Spec {
  readonly seed?: string
  readonly profile?: string
  readonly pupils?: number
  readonly way?: Way
  /** What is granted; otherwise what the agreement grants, but for what is read apart from the people. */
  readonly items?: readonly string[]
}

/** A school of ours, and which one it is of the simulator's. */
export interface NightSchool {
  readonly id: string
  readonly simulated: string
  readonly way: Way
}

/** Makes a school in the simulator, registers and accepts it, and reads it for the first time at the ground's now. */
export async function newSchool(ground: Ground, spec: Spec = {}): Promise<NightSchool> {
  const { seed = randomUUID(), profile = 'primary', pupils = 60, way = ways.wonde } = spec
  const { data } = await ground.sim('POST', 'schools', { seed, profile, pupils })
  const id = await ground.api.register(['school', 'head'], {
    name: data.name,
    phase: data.phase,
    statutoryHighAge: data.statutoryHighAge,
    agreement: way.agreement,
    contract: { startsOn: '2026-09-01' },
    source: sourceOf(ground, data, way),
  })
  const accepted = await ground.api.accept(id, spec.items ?? itemsRead(way.agreement))
  if (accepted.status !== 201) throw new Error(`accepting answered ${accepted.status} ${accepted.text}`)
  await live(ground, id)
  return { id, simulated: data.id, way }
}

/** The school's source as it is registered. */
function sourceOf({ simulator }: Ground, { credentials }: Answer['body'], way: Way): object {
  const { connector, format = 'rest', version = '1.2' } = way
  if (connector === 'wonde') {
    const { schoolId, token } = credentials.wonde
    return { connector, baseUrl: simulator, schoolId, token }
  }
  if (connector === 'xporter') {
    const { schoolId, relyingParty, schoolSecret } = credentials.xporter
    return { connector, baseUrl: simulator, schoolId, relyingParty, schoolSecret }
  }
  const { schoolId, clientId, clientSecret, [format]: addresses } = credentials.oneroster
  return { connector, format, version, schoolId, clientId, clientSecret, baseUrl: addresses[version] }
}

// By activities of their own, and longer than all the people.
const readApart: readonly string[] = ['pupil.attendance', 'pupil.photo', 'pupil.assessments']

/** What an agreement grants by itself, of people and groups. */
export function itemsRead(agreement: string): readonly string[] {
  const { items } = shippedAgreements().find(({ id }) => id === agreement) ?? planner()
  return items
    .filter(({ default: given, code }) => given === 'granted' && !readApart.includes(code))
    .map(({ code }) => code)
}

/** Over whatever it is read, it is the one that is shipped. */
function planner() {
  const shipped = shippedAgreements().find(({ id }) => id === 'seating-planner')
  if (!shipped) throw new Error('seating-planner is not shipped')
  return shipped
}

/** Lets something happen at a school in the simulator. */
export async function happen(ground: Ground, { simulated }: NightSchool, ...events: readonly object[]): Promise<void> {
  await ground.sim('POST', `schools/${simulated}/events`, { events })
}

/** Spoils what the simulator answers for a school, in place of what it was told before. */
export async function spoil(ground: Ground, { simulated }: NightSchool, ...faults: readonly object[]): Promise<void> {
  await ground.sim('PUT', 'faults', { faults: faults.map((fault) => ({ schoolId: simulated, ...fault })) })
}

export async function heal(ground: Ground): Promise<void> {
  await ground.sim('DELETE', 'faults')
}
