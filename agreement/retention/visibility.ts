import type { RuleDate } from './date.js'
import { earliest } from './days.js'
import type { Instant } from './days.js'
import type { Facts } from './facts.js'
import { goneFrom } from './leaver.js'
import type { Leaving } from './leaving.js'
import type { RetentionPolicy } from './policy.js'
import type { Pause } from './stay.js'

/** From when on nobody reads the subject, or reads it as one who left; a member of staff is disabled. */
export interface Visibility {
  readonly hiddenFrom: Instant | null
  readonly leftFrom: Instant | null
  readonly disabledFrom: Instant | null
}

const HIDES_AT_ONCE: ReadonlySet<string> = new Set(['pupilWithdrawn', 'noLongerInScope', 'contractEnd'])

export function visibilityOf(
  { subject }: Facts,
  { leaving, dates, pauses }: { leaving: Leaving; dates: readonly RuleDate[]; pauses: readonly Pause[] },
  policy: RetentionPolicy,
): Visibility {
  const gone = goneSeen(leaving, policy, subject.kind)
  const disables = subject.kind === 'staff' && policy.staffLeaver === 'disable_then_school_decides'
  const reports = subject.kind === 'pupil' && policy.leaverVisibility === 'reporting'
  const byRule = dates.filter(({ rule }) => HIDES_AT_ONCE.has(rule)).map(({ begins }) => begins)
  const restricted = pauses.filter(({ hides, until }) => hides && until === null).map(({ from }) => from)
  return {
    hiddenFrom: earliest(disables || reports ? null : gone, ...byRule, ...restricted),
    leftFrom: reports ? gone : null,
    disabledFrom: disables ? gone : null,
  }
}

/** Absence hides at once under the planner's rule, before a second read confirms it; a leaver whom the source goes on listing stays. */
function goneSeen(leaving: Leaving, { pupilLeaver }: RetentionPolicy, kind: 'pupil' | 'staff'): Instant | null {
  if (kind === 'staff') return goneFrom(leaving)
  if (pupilLeaver.mode === 'immediate') return earliest(leaving.absent, goneFrom(leaving))
  return leaving.stillOnRoll && !leaving.told ? null : goneFrom(leaving)
}
