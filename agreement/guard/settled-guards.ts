import type { Agreement } from '../agreement.js'
import type { GuardName } from '../schema/guards.js'

type Guards = Agreement['guards']

/** What a school settled for itself, in percent. */
export type OwnPercents = Readonly<Partial<Record<GuardName, number>>>

/** An agreement's guards as a school moved them. A later version may have drawn the limits closer: then the nearest that it allows holds. */
export function settledGuards(agreed: Guards, own: OwnPercents = {}): Guards {
  const settled = (name: GuardName): Guards[GuardName] => {
    const threshold = agreed[name]
    const { from, to } = threshold.schoolMaySet
    return { ...threshold, percent: Math.min(Math.max(own[name] ?? threshold.percent, from), to) }
  }
  return {
    ...agreed,
    unexplainedPupils: settled('unexplainedPupils'),
    pupils: settled('pupils'),
    staff: settled('staff'),
    blankedItem: settled('blankedItem'),
    renamedPeople: settled('renamedPeople'),
    groups: settled('groups'),
  }
}
