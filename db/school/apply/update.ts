import { sql } from 'kysely'
import type { Match } from '../../../pipeline/compare.js'
import { sealItems } from '../document.js'
import type { SchoolTransaction } from '../transaction.js'
import { isPerson } from './plan.js'
import type { ApplyPlan } from './plan.js'

/** Somebody else changed or erased a row since it was compared. Nothing is written; the next attempt compares again. */
export class HeldChangedMeanwhile extends Error {
  override readonly name = 'HeldChangedMeanwhile'
}

/** Replaces documents, each only where the row is still the one that was compared. */
export async function updateRecords(trx: SchoolTransaction, plan: ApplyPlan, matches: readonly Match[]): Promise<void> {
  if (matches.length === 0) return
  const rows = matches.map(({ held, arrival }) => ({
    id: held.id,
    base: Buffer.from(held.digest, 'hex'),
    ref: Buffer.from(arrival.refHash, 'hex'),
    digest: Buffer.from(arrival.digest, 'hex'),
    subject: isPerson(held) ? held.id : (plan.ownerOf(held.id) ?? null),
    sealed: sealItems(plan.keyOf(arrival), held.id, arrival.record),
  }))
  const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key])
  const { numAffectedRows } = await sql`
    update record r set ref_hmac = n.ref, digest = n.digest, subject_id = n.subject, sealed = n.sealed,
                        run_id = ${plan.runId}, updated_at = ${plan.at}
      from unnest(${column('id')}::uuid[], ${column('base')}::bytea[], ${column('ref')}::bytea[], ${column('digest')}::bytea[],
                  ${column('subject')}::uuid[], ${column('sealed')}::bytea[]) as n(id, base, ref, digest, subject, sealed)
     where r.id = n.id and r.digest = n.base`.execute(trx.db)
  if (Number(numAffectedRows) !== rows.length)
    throw new HeldChangedMeanwhile('Records changed while they were compared.')
}

/** Notes that what is known beside the items changed, and that those who were absent are listed again. */
export async function updateSubjects(
  trx: SchoolTransaction,
  matches: readonly Match[],
  factsOnly: ReadonlySet<string>,
): Promise<void> {
  if (matches.length === 0) return
  const ids = matches.map(({ held }) => held.id)
  const about = matches.map(({ arrival }) => Buffer.from(arrival.aboutDigest, 'hex'))
  const places = matches.map(({ held, arrival }) =>
    Buffer.from(factsOnly.has(held.id) ? (held.placesDigest ?? '') : arrival.placesDigest, 'hex'),
  )
  await sql`
    update subject s set about_digest = n.about, places_digest = n.places, absent_since = null,
                         held_in = null, kept_until = null
      from unnest(${ids}::uuid[], ${about}::bytea[], ${places}::bytea[]) as n(id, about, places)
     where s.id = n.id`.execute(trx.db)
}
