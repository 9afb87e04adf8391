import { instruct } from '../../../../db/control/instruction.js'
import type { Principal } from '../../../../db/control/principal.js'
import { lockSchool } from '../../../../db/control/school.js'
import { changeTermination, cutAccess, standingTermination } from '../../../../db/control/termination.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { Problem, notFound } from '../../../problem.js'

/** The second person's yes to an end that the vendor's staff entered (R62). Another caller than the first: a typed name proves nothing. */
export async function confirmTermination(
  { control, clock }: ApiDependencies,
  id: string,
  by: Principal,
): Promise<void> {
  await control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (!school) throw notFound()
    const termination = await standingTermination(trx, id)
    if (!termination) throw new Problem('out-of-order', 'Nobody has asked for this school to end.')
    if (!termination.needs_confirmation) throw new Problem('out-of-order', 'This end stands without a second person.')
    if (termination.confirmed_at !== null) throw new Problem('out-of-order', 'This end is confirmed already.')
    if (termination.given_by === by.id)
      throw new Problem('out-of-order', 'Somebody else than who entered it has to confirm the end of a school.')
    const at = clock()
    await instruct(trx, id, 'confirmTermination', by, at)
    await changeTermination(trx, termination.id, { confirmed_at: at, confirmed_by: by.id })
    if (termination.effective_at <= at) await cutAccess(trx, school, termination, at)
  })
}
