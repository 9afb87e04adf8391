import type { FastifyRequest } from 'fastify'
import { contractIsOver } from '../agreement/retention/contract-end.js'
import { findSchool } from '../db/control/school.js'
import type { School } from '../db/control/school.js'
import { standingTermination } from '../db/control/termination.js'
import type { ApiDependencies } from './dependencies.js'
import { Problem } from './problem.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Whether a school's route still answers when access to the school is over: to its head alone where its data is to be returned
     * (K20), while something of it is there, or always. One that does not say so is refused, so that a route that is added reads
     * nothing by mistake.
     */
    readonly afterEnd?: 'returned' | 'untilErased' | 'always'
  }
}

/** Refuses what is not to be had of a school whose end has come. It counts from that instant on, whoever has or has not acted yet. */
export async function refuseAfterEnd(
  request: FastifyRequest,
  school: string,
  { control, clock }: Pick<ApiDependencies, 'control' | 'clock'>,
): Promise<void> {
  const { afterEnd } = request.routeOptions.config
  if (afterEnd === 'always') return
  const found = await findSchool(control, school)
  if (!found || !isOver(found, clock())) return
  if (found.phase === 'ended') throw new Problem('out-of-order', 'The school has ended; nothing of it is left.')
  if (afterEnd === 'untilErased') return
  const isReturned =
    afterEnd === 'returned' && request.caller?.role === 'head' && (await isToBeReturned(control, school))
  if (!isReturned)
    throw new Problem('out-of-order', 'The school is ending: nobody reads or changes anything of it any more.')
}

/** Until keys go, the head reads what the school asked to have back: there is no copy that would have to be destroyed in turn. */
async function isToBeReturned(control: ApiDependencies['control'], school: string): Promise<boolean> {
  const termination = await standingTermination(control, school)
  return termination?.return_wanted === true && termination.keys_go_at === null
}

/** Whether nobody may read a school any more at `at`. A predicate over its row: where nobody has ended it yet, it is over all the same. */
export function isOver({ phase, access_until, accepted_version, contract }: School, at: Date): boolean {
  if (phase === 'ending' || phase === 'ended') return true
  if (access_until !== null && access_until <= at) return true
  // What nothing was accepted under has nothing to end.
  return accepted_version !== null && contractIsOver(contract, at)
}
