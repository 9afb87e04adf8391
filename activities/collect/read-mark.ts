import { londonDay } from '../../agreement/calendar.js'
import { mondayOf } from '../../agreement/attendance/week.js'
import type { Permissions } from '../../connectors/source.js'
import type { Trigger } from '../../db/control/run.js'
import type { ReadMark } from '../../db/control/school.js'
import type { Withheld } from '../../db/school/withheld.js'
import type { KeyedHash } from '../../pipeline/digest.js'
import { reviewsAnything } from '../holds/review.js'
import type { Reading } from './read.js'
import type { Grant, Terms } from './terms.js'

interface UnderWhich {
  readonly terms: Terms
  readonly grant: Grant
  readonly permissions: Permissions
  readonly withheld: readonly Withheld[]
}

/** A hash of all that decides what a read asks for and lets through: a mark made under other terms says nothing of tonight's. */
export function termsOfMark({ terms, grant, permissions, withheld }: UnderWhich, digest: KeyedHash): string {
  const { agreement, binding } = terms
  const said = [binding.connector, binding.externalId, agreement.id, agreement.version, grant.version, permissions.fingerprint, withheld.map(({ subject, items }) => [subject, ...items])] // prettier-ignore
  return digest('mark', JSON.stringify(said))
}

interface Tonight {
  readonly trigger: Trigger | undefined
  readonly today: string
  readonly underTerms: string
  /** A whole read has shown that the source is this school's. */
  readonly isProven: boolean
}

/**
 * The mark from which tonight only changes are asked; null where everybody is to be read. Whole is the first night of a week, what a person
 * asks for, what is to confirm an absence, and the first read under other terms or of another source.
 */
export function markToAskFrom(terms: Terms, { trigger, today, underTerms, isProven }: Tonight): ReadMark | null {
  const { read_mark: mark, last_whole_read_at: whole, confirm_at, unconfirmed_at } = terms.school
  if (trigger !== 'nightly' || !isProven || mark === null || whole === null) return null
  if (confirm_at !== null || unconfirmed_at !== null || mark.terms !== underTerms) return null
  // What waits is told from everybody, each night anew.
  if (terms.school.open_holds.length > 0 || reviewsAnything(terms)) return null
  if (mark.wholeOn !== null && mark.wholeOn <= today) return null
  return mondayOf(londonDay(whole)) === mondayOf(today) ? mark : null
}

/**
 * The mark that a whole read leaves; null where the source gives none, and while somebody is listed who was erased and may be let in again
 * without a change at the source.
 */
export function markAfter(
  source: string | null,
  { refusedPeople, nextStart }: Pick<Reading, 'refusedPeople' | 'nextStart'>,
  at: string,
  terms: string,
): ReadMark | null {
  if (source === null || (refusedPeople['erased'] ?? 0) > 0) return null
  return { at, terms, source, wholeOn: nextStart }
}
