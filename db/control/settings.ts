import type { RolloverWeeks } from '../../agreement/guard/rollover.js'
import type { OwnPercents } from '../../agreement/guard/settled-guards.js'
import type { SchoolSettings } from '../../agreement/retention/known-person.js'

/** Somebody of the agreement's recipients, and from when to when the school belongs to them (R12, K16). */
export interface Recipient {
  readonly recipient: string
  readonly name: string
  readonly from: string
  readonly to: string | null
}

/** Who said which year is the school's top one, and when (K11). */
export interface Confirmation {
  readonly by: string
  readonly role: string
  readonly at: string
}

export const syncModes = ['automatic', 'manual'] as const
export type SyncMode = (typeof syncModes)[number]
type PerKind<Mode> = Readonly<Partial<Record<'pupil' | 'staff', Mode | undefined>>>

/** What a school settled about itself; what is left out is as the agreement has it. */
export interface StoredSettings extends SchoolSettings {
  /** Whether changes are applied by themselves or reviewed by the school first: of everybody, or of pupils and staff apart (R08). */
  readonly syncMode?: SyncMode | PerKind<SyncMode> | undefined
  readonly topYearConfirmed?: Confirmation | undefined
  readonly guards?: OwnPercents | undefined
  /** Weeks beside the summer in which classes are made anew. */
  readonly rollover?: readonly RolloverWeeks[] | undefined
  readonly recipients?: readonly Recipient[] | undefined
}
