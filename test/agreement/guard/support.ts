import type { Agreement } from '../../../agreement/agreement.js'
import { guard } from '../../../agreement/guard/guard.js'
import type { GuardFacts, GuardTerms, Loss } from '../../../agreement/guard/guard.js'
import { shippedAgreements } from '../../../agreement/shipped.js'

const [preset] = shippedAgreements()

/** The presets' own; both have the same. */
export const guards = preset!.guards satisfies Agreement['guards']

export const quiet: GuardFacts = {
  today: '2027-03-02',
  losses: [],
  blanked: [],
  renamed: [],
  groups: { listedBefore: 40, missing: 0, memberships: 900, ended: 0 },
  permissionsNarrowed: false,
}

/** A loss of which nothing is explained unless it is said. */
export const loss = (more: Partial<Loss>): Loss => ({
  kind: 'pupil',
  listedBefore: 200,
  missing: 0,
  stated: 0,
  dated: 0,
  cohort: 0,
  ...more,
})

export const judge = (facts: Partial<GuardFacts>, terms: Partial<GuardTerms> = {}) =>
  guard({ ...quiet, ...facts }, { guards, rollover: false, ...terms })

/** What waits, without its figures. */
export const reasons = (facts: Partial<GuardFacts>, terms: Partial<GuardTerms> = {}) =>
  judge(facts, terms).map(({ what }) => what)
