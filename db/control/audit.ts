import type { ColumnType, Generated, Kysely, Selectable, Transaction } from 'kysely'
import { chained, nothingYet } from '../../proof/audit-chain.js'
import type { AuditEntry, ChainEnd, ChainedEntry } from '../../proof/audit-chain.js'
import type { ControlDatabase } from './database.js'

type Counts = AuditEntry['counts']

/** What was done, by whom, on which instruction: each row holds the hash of the school's row before it. */
export interface AuditTable {
  school_id: string
  seq: number
  /** The place among all schools, for lists; no part of the chain. */
  position: Generated<number>
  at: Date
  act: string
  given_by: string
  given_right: string
  instruction: number | null
  version: number | null
  counts: ColumnType<Counts, string, never>
  previous: string
  hash: string
}

/** The end of each school's chain. Whoever appends holds this row, so entries of one school queue and schools do not wait for each other. */
export interface AuditHeadTable {
  school_id: string
  seq: number
  hash: string
}

export interface RecordedAct {
  readonly school: string
  readonly act: string
  readonly by: string
  readonly right: string
  readonly instruction: number | null
  readonly version: number | null
  readonly at: Date
  /** Of records, pupils, stores: how many, by a word of code. Never an id of anybody. */
  readonly counts?: Counts
}

/** Appends an act to its school's register, in the transaction that does it: what is undone with the transaction was not done. */
export async function recordAct(trx: Transaction<ControlDatabase>, of: RecordedAct): Promise<void> {
  const end = await lockEnd(trx, of.school)
  const { school, act, by, right, instruction, version, counts = {} } = of
  const at = of.at.toISOString()
  const entry = { school, seq: end.seq + 1, at, act, by, right, instruction, version, counts }
  const { previous, hash } = chained(entry, end.hash)
  await trx
    .insertInto('audit')
    .values({
      school_id: school,
      seq: entry.seq,
      at: of.at,
      act,
      given_by: by,
      given_right: right,
      instruction,
      version,
      counts: JSON.stringify(counts),
      previous,
      hash,
    })
    .execute()
  await trx.updateTable('audit_head').set({ seq: entry.seq, hash }).where('school_id', '=', school).execute()
}

async function lockEnd(trx: Transaction<ControlDatabase>, school: string): Promise<ChainEnd> {
  const locked = () =>
    trx.selectFrom('audit_head').select(['seq', 'hash']).where('school_id', '=', school).forUpdate().executeTakeFirst()
  const there = await locked()
  if (there) return there
  await trx
    .insertInto('audit_head')
    .values({ school_id: school, ...nothingYet })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  // Read back, because another transaction may have begun the register first.
  return (await locked()) ?? nothingYet
}

export async function chainEnd(db: Kysely<ControlDatabase>, school: string): Promise<ChainEnd> {
  const row = await db
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('school_id', '=', school)
    .executeTakeFirst()
  return row ?? nothingYet
}

export interface PlacedEntry extends ChainedEntry {
  readonly position: number
}

/** In the order of writing, across the schools asked for; `after` is the position of the last one seen. */
export async function listActs(
  db: Kysely<ControlDatabase>,
  schools: readonly string[] | 'all',
  limit: number,
  after = 0,
): Promise<readonly PlacedEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('position', '>', after)
    .$if(schools !== 'all', (query) => query.where('school_id', 'in', schools === 'all' ? [] : ['', ...schools]))
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows.map(placed)
}

/** All of a school's, by their own numbers: what `chainFault` looks at. */
export async function chainOf(db: Kysely<ControlDatabase>, school: string): Promise<readonly ChainedEntry[]> {
  const rows = await db.selectFrom('audit').selectAll().where('school_id', '=', school).orderBy('seq').execute()
  return rows.map(placed)
}

function placed(row: Selectable<AuditTable>): PlacedEntry {
  const { seq, position, act, instruction, version, counts, previous, hash } = row
  const { school_id: school, given_by: by, given_right: right } = row
  return {
    school,
    seq,
    position,
    at: row.at.toISOString(),
    act,
    by,
    right,
    instruction,
    version,
    counts,
    previous,
    hash,
  }
}
