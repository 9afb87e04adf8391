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

/**
 * Replaces documents, each only where the row is still the one that was compared, and answers the sealed bytes that were there. `run_id`
 * stays that of the run whose words they are: a group that is sealed under another key says what it said.
 */
export async function updateRecords(
  trx: SchoolTransaction,
  plan: ApplyPlan,
  matches: readonly Match[],
): Promise<ReadonlyMap<string, Buffer>> {
  if (matches.length === 0) return new Map()
  const rows = matches.map(({ held, arrival }) => ({
    id: held.id,
    base: Buffer.from(held.digest, 'hex'),
    ref: Buffer.from(arrival.refHash, 'hex'),
    digest: Buffer.from(arrival.digest, 'hex'),
    subject: isPerson(held) ? held.id : (plan.ownerOf(held.id) ?? null),
    sealed: sealItems(plan.keyOf(arrival), held.id, arrival.record),
  }))
  const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key])
  const replaced = await sql<{ id: string; before: Buffer }>`
    update record r set ref_hmac = n.ref, digest = n.digest, subject_id = n.subject, sealed = n.sealed,
                        run_id = case when r.digest = n.digest then r.run_id else ${plan.runId} end, updated_at = ${plan.at}
      from unnest(${column('id')}::uuid[], ${column('base')}::bytea[], ${column('ref')}::bytea[], ${column('digest')}::bytea[],
                  ${column('subject')}::uuid[], ${column('sealed')}::bytea[]) as n(id, base, ref, digest, subject, sealed)
      join record o on o.id = n.id
     where r.id = n.id and r.digest = n.base
    returning r.id, o.sealed as before`.execute(trx.db)
  if (replaced.rows.length !== rows.length) throw new HeldChangedMeanwhile('Records changed while they were compared.')
  return new Map(replaced.rows.map(({ id, before }) => [id, before]))
}

/**
 * Notes that what is known beside the items changed, and that those who were absent are listed again. The memberships of `factsOnly` stay,
 * and so does what is noted of them.
 */
export async function updateSubjects(
  trx: SchoolTransaction,
  { runId, factsOnly }: Pick<ApplyPlan, 'runId' | 'factsOnly'>,
  matches: readonly Match[],
): Promise<void> {
  if (matches.length === 0) return
  const ids = matches.map(({ held }) => held.id)
  const about = matches.map(({ arrival }) => Buffer.from(arrival.aboutDigest, 'hex'))
  const placesOf = ({ held, arrival }: Match) =>
    factsOnly.has(held.id) ? (held.placesDigest ?? '') : arrival.placesDigest
  const places = matches.map((match) => Buffer.from(placesOf(match), 'hex'))
  await sql`
    update subject s set about_digest = n.about, places_digest = n.places, absent_since = null,
           absence_run = case when s.absent_since is null then s.absence_run else ${runId} end,
           absence_before = case when s.absent_since is null then s.absence_before else s.absent_since end
      from unnest(${ids}::uuid[], ${about}::bytea[], ${places}::bytea[]) as n(id, about, places)
     where s.id = n.id`.execute(trx.db)
}
