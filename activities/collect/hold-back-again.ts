import type { ItemCode } from '../../agreement/items.js'
import type { Withheld } from '../../db/school/withheld.js'
import { digest } from '../../pipeline/digest.js'
import type { Arrival, SchoolHashes } from '../../pipeline/digest.js'
import { gate } from '../../pipeline/gate.js'
import type { GateTerms } from '../../pipeline/gate.js'
import type { Recognise } from '../../pipeline/compare.js'

interface Again {
  readonly withheld: readonly Withheld[]
  readonly recognise: Recognise
  readonly terms: GateTerms
  readonly hashes: SchoolHashes
}

/**
 * Sends through the gate once more whoever turned out to be somebody of whom an item is withdrawn, and came under ids by which that could not
 * be seen. A withdrawal outlasts a change of MIS; nothing that it holds back gets as far as a comparison.
 */
export function holdBackAgain(arrivals: readonly Arrival[], { withheld, ...again }: Again): readonly Arrival[] {
  if (withheld.length === 0) return arrivals
  const items = new Map(withheld.map((one) => [one.subject, one.items]))
  return arrivals.map((arrival) => {
    const back = items.get(again.recognise(arrival) ?? '')
    return back ? without(arrival, back, again) : arrival
  })
}

function without(arrival: Arrival, back: readonly ItemCode[], { terms, hashes }: Omit<Again, 'withheld'>): Arrival {
  const granted = new Set([...terms.granted].filter((item) => !back.includes(item)))
  const outcome = gate(arrival.record, { ...terms, granted })
  // It passed a moment ago, by the same rules of who is received.
  return 'passed' in outcome ? digest(outcome.passed, hashes) : arrival
}
