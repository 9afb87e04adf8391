import type { World } from '../world/world.js'
import type { RosterWithEvents } from '../events/roster-after.js'
import type { Day } from '../model/calendar.js'
import type { SimulatedSchool } from '../world/simulated-school.js'
import type { Pass } from './access/token.js'
import type { Copies } from './answers/copies.js'
import type { Snapshots } from './answers/snapshots.js'
import type { Habits, SchoolsHabits } from './habits.js'

/** What an answer of the interface is made from. */
export interface Scene {
  readonly world: World
  readonly habits: SchoolsHabits
  readonly snapshots: Snapshots
  readonly copies: Copies
  readonly pass: Pass
}

/** What a dataset is made from: one school on one day, with what was asked of it. */
export interface View {
  readonly school: SimulatedSchool
  readonly estab: string
  readonly seed: number
  readonly roster: RosterWithEvents
  readonly habits: Habits
  /** The day of the copy that it is answered from. */
  readonly asOf: Day
  readonly scopes: ReadonlySet<string>
  readonly options: ReadonlySet<string>
  /** Null: every column. */
  readonly select: ReadonlySet<string> | null
  readonly parameters: ReadonlyMap<string, string>
  readonly id: string | undefined
}
