import type { Change } from '../../../db/school/change.js'
import type { Role } from '../../../db/control/principal.js'
import type { Run } from '../../../db/control/run.js'
import type { Answer } from '../../api/api-under-test.js'
import type { Truth } from '../../simulators/client.js'
import type { Ground } from '../../support/nights/ground.js'
import type { NightSchool } from '../../support/nights/school.js'
import type { Follower } from './follower.js'
import type { Model } from './model.js'

/** A school to which things happen, with Temporal or without. */
export interface Played extends Pick<Ground, 'deps' | 'now' | 'keyring'> {
  readonly school: NightSchool
  readonly model: Model
  readonly follower: Follower
  /** Asks the API about this school: a path below it. */
  readonly say: (role: Role, method: string, path: string, body?: unknown) => Promise<Pick<Answer, 'status' | 'body'>>
  readonly sim: (method: string, path: string, body?: unknown) => Promise<Answer['body']>
  /** In place of those that were; none where the source is to be well again. */
  readonly spoil: (...faults: readonly object[]) => Promise<void>
  /** When the school says that it was told of what it tells us. */
  readonly toldAt: () => Date
  /** What the feed tells of a run. */
  readonly told: (run: string) => Promise<readonly Change[]>
  /** Lets whatever is due now be done, and looks at what came of it. */
  readonly live: () => Promise<void>
  /** A day later the school is read by night. */
  readonly night: () => Promise<void>
  /** The school is read whole, and everything that follows is done. */
  readonly read: () => Promise<Pick<Run, 'state' | 'reason'>>
  /** Time passes, and everything is done when its time has come. */
  readonly pass: (hours: number) => Promise<void>
  /** Time passes, and nobody was awake. */
  readonly sleep: (days: number) => Promise<void>
}

export const truthOf = ({ sim, school }: Pick<Played, 'sim' | 'school'>): Promise<Truth> =>
  sim('GET', `schools/${school.simulated}/truth`)

export async function happen({ sim, school }: Played, ...events: readonly object[]): Promise<void> {
  if (events.length > 0) await sim('POST', `schools/${school.simulated}/events`, { events })
}

/** The one at this place, counted round and round; nobody where there is nobody. */
export const at = <One>(list: readonly One[], place: number): One | undefined => list[place % Math.max(1, list.length)]
