import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Held } from '../../../pipeline/compare.js'
import { fromUuid } from '../../../vault/uuid.js'
import type { SchoolTransaction } from '../transaction.js'
import type { ApplyPlan } from './plan.js'

/** The reference that a record has once its old one says nothing any more. With the record's own id in it no source can make another of the kind. */
export function retiredRef({ id, refHash }: Pick<Held, 'id' | 'refHash'>): string {
  return createHash('sha256').update(Buffer.from(refHash, 'hex')).update(fromUuid(id)).digest('hex')
}

/**
 * Takes the names of an old MIS off those who came under others, before the new ones are written: it may give the same ones to other people,
 * and they are told apart by nothing else. Who has left keeps the UPN alone, by which they are found should they come back.
 */
export async function retireNames(trx: SchoolTransaction, { retired }: ApplyPlan): Promise<void> {
  if (retired.records.length === 0) return
  const ids = sql`any(${retired.records}::uuid[])`
  // As `retiredRef` has it.
  await sql`update record set ref_hmac = sha256(ref_hmac || uuid_send(id)) where id = ${ids}`.execute(trx.db)
  if (retired.numbersToo)
    await sql`delete from identity where subject_id = ${ids} and key_kind <> 'upn'`.execute(trx.db)
}
