import type { Agreement } from '../../agreement/agreement.js'
import type { SourceKind } from '../../connectors/source.js'
import type { School } from '../../db/control/school.js'

/** A school, and the agreement whose mode holds for it until it settles its own. */
export interface Reviewer {
  readonly school: Pick<School, 'settings'>
  readonly agreement: Pick<Agreement, 'sync'>
}

/**
 * Which kinds of change a school reviews itself (R08). Groups are reviewed where everybody is: who belongs to one is a change of the person's,
 * and a group that is not there yet would hold back people whom nobody reviews.
 */
export function reviewsKind({ school, agreement }: Reviewer): (kind: SourceKind) => boolean {
  const { syncMode = agreement.sync.default } = school.settings
  const modeOf = (kind: 'pupil' | 'staff') =>
    typeof syncMode === 'string' ? syncMode : (syncMode[kind] ?? agreement.sync.default)
  const isManual = (kind: 'pupil' | 'staff') => modeOf(kind) === 'manual'
  return (kind) => (kind === 'group' ? isManual('pupil') && isManual('staff') : isManual(kind))
}

/** Whether a school reviews anything: then every read is a whole one, for what waits is told from everybody. */
export function reviewsAnything(reviewer: Reviewer): boolean {
  const reviews = reviewsKind(reviewer)
  return reviews('pupil') || reviews('staff')
}
