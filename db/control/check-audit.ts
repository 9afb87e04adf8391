import type { Kysely, Transaction } from 'kysely'
import { chainFault } from '../../proof/audit-chain.js'
import type { ChainFault } from '../../proof/audit-chain.js'
import { chainEnd, chainOf } from './audit.js'
import type { ControlDatabase } from './database.js'

export interface CheckedRegister {
  readonly schools: number
  readonly faults: readonly (ChainFault & { readonly school: string })[]
}

/** Computes every school's chain again. All is read as of one moment: an act that is recorded meanwhile is no fault. */
export async function checkAudit(db: Kysely<ControlDatabase>): Promise<CheckedRegister> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const schools = await schoolsOf(trx)
      const faults: CheckedRegister['faults'][number][] = []
      for (const school of schools) {
        const fault = chainFault(await chainOf(trx, school), await chainEnd(trx, school))
        if (fault) faults.push({ school, ...fault })
      }
      return { schools: schools.length, faults }
    })
}

/** From every side, so that a school whose entries, or whose end, was deleted is looked at too. */
async function schoolsOf(trx: Transaction<ControlDatabase>): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('audit_head')
    .select('school_id')
    .union(trx.selectFrom('audit').select('school_id'))
    .orderBy('school_id')
    .execute()
  return rows.map(({ school_id }) => school_id)
}
