import type { Day, Instant } from './days.js'

/** The rules by which something must be erased, in the order in which ties are settled (requirements.md §4, 12). */
export const ruleCodes = [
  'leaver',
  'stageEnd',
  'contractEnd',
  'pupilWithdrawn',
  'itemWithdrawn',
  'noLongerInScope',
  'attendanceYear',
  'staffLeft',
  'staffDeletedBySchool',
  'staffCap',
  'auditFiveYears',
] as const
export type RuleCode = (typeof ruleCodes)[number]

export interface Fact {
  readonly what: string
  readonly date: Day
}

/** What one rule says, before margins and stays. */
export interface RuleDate {
  readonly rule: RuleCode
  /** Set where only this item goes. */
  readonly item?: string
  /** Set where the rule counts days: nothing is left from the first instant of this day. */
  readonly dueOn?: Day
  /** The promise: the first instant at which nothing may be left. */
  readonly dueAt: Instant
  /** What starts the clock has happened: a margin never reaches behind it. */
  readonly begins: Instant
  /** The event that starts the clock has not happened, or is not proven: nothing is erased on this date yet. */
  readonly planned: boolean
  readonly fact: Fact
  /** A change of policy set it: no margin leads it before this instant, until which the old date was promised. */
  readonly notBefore?: Instant
  /** By how many days the promised period was exceeded because the fact was learned late. */
  readonly lateByDays?: number
}

export const flags = [
  /** On roll, and no day can be computed on which the top year ends. */
  'stageDateUnknown',
  /** A leaving is known, and the source goes on listing the person. */
  'leaverStillOnRoll',
  /** Not listed any more, and no second extract says so. */
  'absenceUnconfirmed',
  /** Past due, or due later than promised because we learned late. */
  'late',
  /** The MIS says that the person left before starting. */
  'leavingBeforeStart',
  /** Two spells overlap. */
  'spellsOverlap',
] as const
export type Flag = (typeof flags)[number]
