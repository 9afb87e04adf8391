import { contractIsOver } from '../../../../agreement/retention/contract-end.js'
import { instruct } from '../../../../db/control/instruction.js'
import type { Principal } from '../../../../db/control/principal.js'
import { lockSchool } from '../../../../db/control/school.js'
import { changeTermination, standingTermination } from '../../../../db/control/termination.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { Problem, notFound } from '../../../problem.js'

/** Undoes an end until keys go: the school is where it was before, and is read again. */
export async function takeBackTermination(
  { control, clock }: ApiDependencies,
  id: string,
  by: Principal,
): Promise<void> {
  await control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (!school) throw notFound()
    const termination = await standingTermination(trx, id)
    if (!termination) throw new Problem('out-of-order', 'Nobody has asked for this school to end.')
    if (termination.keys_go_at !== null)
      throw new Problem('out-of-order', 'It is too late to take this back: keys are being destroyed, or are gone.')
    const at = clock()
    if (contractIsOver(school.contract, at))
      throw new Problem('out-of-order', 'The contract has run out: give it a later end in the settings first.')
    await instruct(trx, id, 'takeBackTermination', by, at)
    await changeTermination(trx, termination.id, { taken_back_at: at })
    await trx
      .updateTable('school')
      .set({
        phase: termination.phase_before,
        access_until: null,
        needs_attention: null,
        unread_ends_on: null,
        next_ask_at: at,
      })
      .where('id', '=', id)
      .execute()
  })
}
