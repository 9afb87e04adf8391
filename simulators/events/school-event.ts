import type { Session } from '../model/attendance/mark-on.js'
import type { Day } from '../model/calendar.js'

/** What a test may make happen, on top of what the model lets happen by itself. */
export const eventKinds = [
  'join', 'leave', 'leaveBackdated', 'return', 'delete', 'restore', 'optOut', 'rename', 'moveClass', 'set', 'mark',
  'changeMis',
] as const // prettier-ignore
export type EventKind = (typeof eventKinds)[number]

export type FieldValue = string | boolean | null

export interface SchoolEvent {
  readonly do: EventKind
  /** Under which the person is known in the school's first MIS; empty where it is about the school. */
  readonly misId: string
  /** The day from which it is so; for a leaving the last day on roll. */
  readonly on: Day
  /** When it was entered: the simulator's now at that moment. */
  readonly at: string
  readonly surname?: string
  readonly from?: string
  readonly to?: string
  readonly field?: string
  readonly value?: FieldValue
  /** Of a mark: which half of the day, and what is entered for it. */
  readonly session?: Session
  readonly code?: string
  /** Of a change of MIS: that the new one gives people numbers that others bore in the one before. */
  readonly numbers?: 'reused'
  /** What a newcomer's record is to say; the rest is made up. */
  readonly fields?: Readonly<Record<string, FieldValue>>
}
