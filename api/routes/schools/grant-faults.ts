import type { GrantProblem } from '../../../agreement/grant.js'
import { Problem } from '../../problem.js'

/** Refuses a grant that cannot stand, saying where; says nothing otherwise. */
export function grantFaults(problems: readonly GrantProblem[]): void {
  const [first] = problems
  if (!first) return
  const faults = problems.map(({ index, code }) => ({ path: `body/items/${index}`, code }))
  throw new Problem('invalid-request', first.message, faults)
}
