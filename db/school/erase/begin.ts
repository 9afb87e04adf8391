import { sql } from 'kysely'
import { sealedUnder } from '../../../vault/sealing.js'
import { dropGroupsUnder } from '../before/drop-before.js'
import { subjectsToLookAt } from '../timer.js'
import type { OpenKeys } from '../time/known-people.js'
import { knownPeople } from '../time/known-people.js'
import { retime } from '../time/retime.js'
import type { Decide } from '../time/retime.js'
import type { SchoolTransaction } from '../transaction.js'

/** How an erasure decides, and what it derives from what it can still open. */
export interface EraseTerms {
  readonly erasure: string
  readonly at: Date
  readonly decide: Decide
  readonly openKeys: OpenKeys
  /** What the school keeps of one person's erasure: a number that tells nothing by itself. */
  readonly receiptOf: (subject: string) => string
  /** A keyed hash of the spell as the source gave it, by which a tombstone knows it again. */
  readonly spellHash: (spell: unknown) => Buffer
}

/** Whom an erasure has begun with, and the keys that must open nothing when it is done. */
export interface Begun {
  readonly subjects: readonly string[]
  readonly keyIds: readonly string[]
}

// The keys of a batch are destroyed in one change of epoch, which wraps the school's others anew: 33 ms for 1,500.
const BATCH = 100

/**
 * Takes the next people who are due: computes their dates once more from the facts as they stand, so that nobody is erased on a date that no
 * longer holds, then hides them and writes down what is held. Whoever was taken before and not finished comes first.
 */
export async function beginErasing(trx: SchoolTransaction, terms: EraseTerms): Promise<Begun> {
  const unfinished = await marked(trx)
  if (unfinished.length > 0) return { subjects: unfinished, keyIds: await keyIdsOf(trx, unfinished) }
  const candidates = new Set([...(await due(trx, terms.at)), ...(await subjectsToLookAt(trx.db, terms.at))])
  const people = await knownPeople(trx.db, terms.openKeys, [...candidates])
  await retime(trx, people, { decide: terms.decide, at: terms.at, because: terms.erasure })
  const subjects = await due(trx, terms.at)
  if (subjects.length === 0) return { subjects, keyIds: [] }
  for (const subject of subjects) {
    const spell = people.get(subject)?.facts.findLast(({ what }) => what === 'spell')?.value ?? null
    await raiseTombstone(trx, subject, terms.spellHash(spell), terms)
    await writeLine(trx, subject, terms)
  }
  await sql`
    update subject set erasure = ${terms.erasure}, hidden_from = least(hidden_from, ${terms.at})
     where id = any(${subjects}::uuid[])`.execute(trx.db)
  const keyIds = await keyIdsOf(trx, subjects)
  await dropGroupsUnder(trx, keyIds)
  return { subjects, keyIds }
}

async function marked(trx: SchoolTransaction): Promise<readonly string[]> {
  const rows = await trx.db.selectFrom('subject').select('id').where('erasure', 'is not', null).execute()
  return rows.map(({ id }) => id)
}

/** A date of one item takes that item, not the person. */
async function due(trx: SchoolTransaction, at: Date): Promise<readonly string[]> {
  const rows = await trx.db
    .selectFrom('timer')
    .select(({ fn }) => ['subject_id', fn.min('due_at').as('first')])
    .where('item', 'is', null)
    .where('planned', '=', false)
    .where('state', '=', 'waiting')
    .where('erase_at', '<=', at)
    .groupBy('subject_id')
    .orderBy('first')
    .limit(BATCH)
    .execute()
  return rows.map(({ subject_id }) => subject_id)
}

async function keyIdsOf(trx: SchoolTransaction, subjects: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ sealed: Buffer }>`
    select sealed from record where subject_id = any(${subjects}::uuid[])
    union all select sealed from fact where subject_id = any(${subjects}::uuid[])
    union all select sealed from attendance where subject_id = any(${subjects}::uuid[])
    union all select sealed from part where subject_id = any(${subjects}::uuid[])
    union all select before from change where subject_id = any(${subjects}::uuid[]) and before is not null`.execute(
    trx.db,
  )
  return [...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))]
}

async function raiseTombstone(
  trx: SchoolTransaction,
  subject: string,
  spell: Buffer,
  { at, receiptOf }: EraseTerms,
): Promise<void> {
  await sql`
    insert into tombstone (person_hmac, spell_hmac, upn_hmac, erased_at, last_listed_at, receipt)
    select ref_hmac, ${spell}, (select key_hmac from identity where subject_id = r.id and key_kind = 'upn' limit 1),
           ${at}, ${at}, ${receiptOf(subject)} from record r where id = ${subject}
    on conflict (person_hmac) do update set spell_hmac = excluded.spell_hmac, upn_hmac = excluded.upn_hmac,
      erased_at = excluded.erased_at, last_listed_at = excluded.last_listed_at, receipt = excluded.receipt`.execute(
    trx.db,
  )
}

async function writeLine(
  trx: SchoolTransaction,
  subject: string,
  { erasure, receiptOf, at }: EraseTerms,
): Promise<void> {
  await sql`
    insert into erasure_line (erasure, receipt, rule, kind, due_at, held)
    select ${erasure}, ${receiptOf(subject)}, t.rule, s.kind, t.due_at,
           jsonb_build_object('record', (select count(*) from record where subject_id = s.id),
                              'fact', (select count(*) from fact where subject_id = s.id),
                              'membership', (select count(*) from membership where subject_id = s.id),
                              'attendance', (select count(*) from attendance where subject_id = s.id),
                              'result', (select count(*) from part where subject_id = s.id and part like 'results/%'),
                              'photo', (select count(*) from part where subject_id = s.id and part = 'photo'))
      from subject s join timer t on t.subject_id = s.id and t.item is null and not t.planned
                                 and t.state = 'waiting' and t.erase_at <= ${at}
     where s.id = ${subject} order by t.due_at limit 1
    on conflict do nothing`.execute(trx.db)
}
