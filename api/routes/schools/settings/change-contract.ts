import { contractIsOver } from '../../../../agreement/retention/contract-end.js'
import type { School } from '../../../../db/control/school.js'
import { Problem } from '../../../problem.js'

interface Wanted {
  readonly startsOn?: string | undefined
  /** Null: it goes on until somebody ends it. */
  readonly endsOn?: string | null | undefined
}

/** The contract as the school wants it from now on (K21). An end behind us is no setting: it cuts access, and has a way of its own. `path` is where the
 * caller said the last day. */
export function changedContract(
  contract: School['contract'],
  wanted: Wanted,
  at: Date,
  path = 'body/contract/endsOn',
): School['contract'] {
  const startsOn = wanted.startsOn ?? contract.startsOn
  const endsOn = wanted.endsOn === undefined ? contract.endsOn : (wanted.endsOn ?? undefined)
  if (endsOn !== contract.endsOn && contractIsOver({ endsOn }, at))
    throw fault(path, 'inThePast', 'The contract cannot end on a day that is over; POST …/termination ends it at once.')
  if (endsOn !== undefined && endsOn < startsOn)
    throw fault(path, 'beforeStart', 'The contract would end before it starts; give a last day from the first one on.')
  return { startsOn, ...(endsOn !== undefined && { endsOn }) }
}

const fault = (path: string, code: string, sentence: string) =>
  new Problem('invalid-request', sentence, [{ path, code }])
