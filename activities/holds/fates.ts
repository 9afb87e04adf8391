import type { Risk } from '../../agreement/guard/guard.js'
import type { Held, Match } from '../../pipeline/compare.js'
import type { Fate, Fates } from '../../pipeline/wait.js'
import { blanks, renames } from './differences.js'
import type { Differing } from './differences.js'
import type { Missing } from './losses.js'

export interface Judged {
  readonly risks: readonly Risk[]
  readonly missing: Missing
  readonly differing: readonly Differing[]
  /** Whether the school reviews changes of this kind itself. */
  readonly reviews: (kind: Held['kind']) => boolean
  /** Records of which a person refused just what the source says again. */
  readonly refused: ReadonlySet<string>
  /** This read is no proof of anybody's absence. */
  readonly absenceIsNoProof: boolean
}

/** What becomes of each change. The guard's reasons come before the school's own review: they say more. */
export function fatesOf(judged: Judged): Fates {
  const { risks, reviews, refused } = judged
  const differing = new Map(judged.differing.map((one) => [one.held.id, one]))
  const moves = risks.some(({ what }) => what === 'groups')

  function changed({ held, arrival }: Match): Fate {
    if (refused.has(held.id)) return 'refused'
    const one = differing.get(held.id)
    const risk = one && risks.find((each) => touches(each, one))
    if (risk) return { reason: riskReason(risk), item: risk.item }
    if (moves && held.kind !== 'group' && held.placesDigest !== arrival.placesDigest) return { reason: 'groups' }
    return reviews(held.kind) ? { reason: 'review' } : 'now'
  }
  return {
    changed,
    added: ({ kind }) => (reviews(kind) ? { reason: 'review' } : 'now'),
    removed: (held) => (held.kind === 'group' ? groupGone(held, judged, moves) : personGone(held, judged)),
  }
}

function groupGone(held: Held, { reviews, absenceIsNoProof }: Judged, collapses: boolean): Fate {
  if (absenceIsNoProof) return 'refused'
  if (collapses) return { reason: 'groups' }
  return reviews(held.kind) ? { reason: 'review' } : 'now'
}

/** What the school states is never held (requirements.md §4, 7): only what we infer from a list. */
function personGone({ id, kind }: Held, { risks, missing, reviews, absenceIsNoProof }: Judged): Fate {
  if (missing.stated.has(id) || missing.dated.has(id)) return 'now'
  if (absenceIsNoProof) return 'refused'
  const seen = (what: Risk['what']) => risks.some((risk) => risk.what === what)
  if (kind === 'staff' && seen('staff')) return { reason: 'staff' }
  if (kind === 'pupil' && seen('unexplainedPupils') && missing.unexplained.has(id))
    return { reason: 'unexplainedPupils' }
  if (kind === 'pupil' && seen('pupils')) return { reason: 'pupils' }
  return reviews(kind) ? { reason: 'review' } : 'now'
}

function touches({ what, item, kind }: Risk, one: Differing): boolean {
  if (what === 'blanked') return item !== undefined && blanks(one, item)
  return what === 'renamed' && one.held.kind === kind && renames(one)
}

const riskReason = ({ what }: Risk) => (what === 'renamed' ? 'renamed' : 'blanked')
