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

/** What a school settled about itself; what is left out is as the agreement has it. */
export interface StoredSettings extends SchoolSettings {
  readonly syncMode?: 'automatic' | undefined
  readonly topYearConfirmed?: Confirmation | undefined
  readonly guards?: OwnPercents | undefined
  /** Weeks beside the summer in which classes are made anew. */
  readonly rollover?: readonly RolloverWeeks[] | undefined
  readonly recipients?: readonly Recipient[] | undefined
}
