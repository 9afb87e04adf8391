import { sql } from 'kysely'
import type { OpenKey } from '../../../vault/open-key.js'
import { sealFact, sealRemaining } from '../document.js'
import type { SchoolTransaction } from '../transaction.js'
import type { Document, OpenFact } from './sealed-rows.js'
import type { Stripping } from './strip-documents.js'

interface Again {
  /** With the items that are left, and the key to seal them under. */
  readonly documents: readonly (Document & { readonly key: OpenKey; readonly touched: boolean })[]
  readonly facts: readonly (OpenFact & { readonly key: OpenKey })[]
  readonly stripping: Pick<Stripping, 'digestOf' | 'at'>
}

/** Writes sealed rows under their new keys. A document that lost something has another digest, and changed now. */
export async function sealAgain(trx: SchoolTransaction, { documents, facts, stripping }: Again): Promise<void> {
  const rows = documents.map(({ id, kind, key, items, touched }) => ({
    id,
    sealed: sealRemaining(key, id, items),
    digest: touched ? Buffer.from(stripping.digestOf(kind, items), 'hex') : null,
  }))
  await sql`
    update record r set sealed = n.sealed, digest = coalesce(n.digest, r.digest),
           updated_at = case when n.digest is null then r.updated_at else ${stripping.at}::timestamptz end
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ sealed }) => sealed)}::bytea[],
                  ${rows.map(({ digest }) => digest)}::bytea[]) as n(id, sealed, digest)
     where r.id = n.id`.execute(trx.db)
  await sql`
    update fact f set sealed = n.sealed
      from unnest(${facts.map(({ subject }) => subject)}::uuid[], ${facts.map(({ what }) => what)}::text[],
                  ${facts.map(({ learnedAt }) => learnedAt)}::timestamptz[],
                  ${facts.map(({ key, subject, what, value }) => sealFact(key, subject, what, value))}::bytea[])
           as n(subject_id, what, learned_at, sealed)
     where f.subject_id = n.subject_id and f.what = n.what and f.learned_at = n.learned_at`.execute(trx.db)
}
