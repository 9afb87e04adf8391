import { isGrantCode } from '../../../agreement/grant-code.js'
import { checkGrant, narrowed } from '../../../agreement/grant.js'
import { currentGrant, writeGrant } from '../../../db/control/acceptance.js'
import type { Grant } from '../../../db/control/acceptance.js'
import { findAgreement } from '../../../db/control/agreement-version.js'
import { instruct } from '../../../db/control/instruction.js'
import type { Act } from '../../../db/control/instruction.js'
import type { Principal } from '../../../db/control/principal.js'
import { lockSchool } from '../../../db/control/school.js'
import type { ApiDependencies } from '../../dependencies.js'
import { Problem, notFound } from '../../problem.js'
import { grantFaults } from './grant-faults.js'

export interface GrantChange {
  readonly school: string
  readonly act: Act
  readonly by: Principal
  /** The items from now on, given those until now. */
  readonly items: (before: Grant['items']) => readonly string[]
}

/** Writes the next grant where it differs. From its commit on reads show, and syncs ask for, these items only. */
export async function setGrant(
  { control, clock }: ApiDependencies,
  { school: id, act, by, items: wanted }: GrantChange,
): Promise<Grant> {
  return control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (!school) throw notFound()
    const before = await currentGrant(trx, id)
    const agreement =
      school.accepted_version === null
        ? undefined
        : await findAgreement(trx, school.agreement_id, school.accepted_version)
    if (!before || !agreement)
      throw new Problem('out-of-order', 'Accept the agreement first; the acceptance makes the first grant.')
    const codes = wanted(before.items)
    grantFaults(checkGrant(agreement, codes))
    const items = codes.filter(isGrantCode)
    const same = items.length === before.items.length && narrowed(before.items, items).length === 0
    if (same) return before
    const at = clock()
    const version = before.version + 1
    await writeGrant(trx, { school: id, version, items, instruction: await instruct(trx, id, act, by, at), at })
    return { version, items, grantedAt: at }
  })
}
