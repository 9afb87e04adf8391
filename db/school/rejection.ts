import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Held } from '../../pipeline/compare.js'
import type { Refused, Spent } from '../../pipeline/refused.js'
import type { SchoolDatabase } from './database.js'
import type { CopyRow, SchoolTransaction } from './transaction.js'

/** What a person refused: not proposed again until the source says something else. */
export interface RejectionTable {
  kind: Held['kind']
  ref_hmac: Buffer
  subject_id: string | null
  /** What the source said, as `contentOf` has it; empty where it listed a group no more. */
  digest: string
  at: Date
}

/** All that is refused, as a comparison needs it, and who is kept at `at` whatever a read lists. */
export async function loadRefused(db: Kysely<SchoolDatabase>, at: Date): Promise<Refused> {
  const [{ rows }, kept] = await Promise.all([
    sql<{ key: string; digest: string }>`
      select kind || '/' || encode(ref_hmac, 'hex') as key, digest from rejection`.execute(db),
    sql<{ id: string }>`select id from subject where kept_until > ${at}`.execute(db),
  ])
  return {
    contents: new Map(rows.map(({ key, digest }) => [key, digest])),
    kept: new Set(kept.rows.map(({ id }) => id)),
  }
}

/** Forgets what was refused where the source says something else by now. */
export async function forgetRefused(db: Kysely<SchoolDatabase>, { keys, kept }: Spent): Promise<void> {
  if (keys.length > 0)
    await sql`delete from rejection where kind || '/' || encode(ref_hmac, 'hex') = any(${[...keys]}::text[])`.execute(
      db,
    )
  if (kept.length > 0) await sql`update subject set kept_until = null where id = any(${[...kept]}::uuid[])`.execute(db)
}

export interface Refusal {
  readonly kind: Held['kind']
  readonly ref: Buffer
  readonly subject: string | null
  readonly digest: string
}

/** Notes what is refused, in the place of what was refused of the same record before. */
export async function refuse(trx: SchoolTransaction, refusals: readonly Refusal[], at: Date): Promise<void> {
  await unrefuse(trx, refusals)
  const rows = refusals.map(({ kind, ref, subject, digest }): CopyRow => [kind, ref, subject, digest, at])
  await trx.copy('rejection', ['kind', 'ref_hmac', 'subject_id', 'digest', 'at'], rows)
}

export async function unrefuse(trx: SchoolTransaction, of: readonly Pick<Refusal, 'kind' | 'ref'>[]): Promise<void> {
  if (of.length === 0) return
  await sql`
    delete from rejection r using unnest(${of.map(({ kind }) => kind)}::text[], ${of.map(({ ref }) => ref)}::bytea[]) as n(kind, ref)
     where r.kind = n.kind and r.ref_hmac = n.ref`.execute(trx.db)
}
