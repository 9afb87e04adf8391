import { sql } from 'kysely'
import type { ColumnType, Generated, Kysely, Selectable } from 'kysely'
import type { ItemCode } from '../../../agreement/items.js'
import type { Held } from '../../../pipeline/compare.js'
import type { HoldReason } from '../../../pipeline/wait.js'
import type { SchoolDatabase } from '../database.js'

export interface HoldFigures {
  readonly of: number
  readonly count: number
  readonly percent: number
  readonly limit: number
}

export const holdStates = ['open', 'released', 'rejected', 'vanished', 'lapsed'] as const

/** A part of a change set that waits for a person. One is open at most for a reason and an item; the rows are `held_change`. */
export interface HoldTable {
  id: string
  reason: HoldReason
  item: ItemCode | null
  /** The run that saw it last. */
  run_id: string
  opened_at: Date
  /** What happens then without anybody's word: see `agreement/guard/deadline.ts`. */
  due_at: Date
  words: string
  figures: ColumnType<HoldFigures, string, string>
  /** Up to when the school was reminded. */
  told_until: Generated<Date | null>
  state: Generated<(typeof holdStates)[number]>
  closed_at: Generated<Date | null>
  /** Who released it, where a second person has to do so too. */
  first_person: Generated<string | null>
  /** How many removals one person alone released so far. */
  released_alone: Generated<number>
}
export type Hold = Selectable<HoldTable>

export type HeldOp = 'added' | 'changed' | 'removed'
export type Decision = 'release' | 'reject' | 'defer'

/** One record that waits. Of a removal nothing is sealed: what is held of it stands where it stood. */
export interface HeldChangeTable {
  id: string
  hold_id: string
  op: HeldOp
  kind: Held['kind']
  record_id: string
  ref_hmac: Buffer
  subject_id: string | null
  /** What was held when it was staged, as `heldContent` says it; empty where nothing was. */
  base: string
  /** What the source says instead, in the same words; empty for a removal. */
  digest: string
  /** Of a person, the digest of the facts that are sealed with it: they must not be yesterday's. */
  facts: string
  sealed: Buffer | null
  decision: Generated<Decision | null>
  instruction: Generated<number | null>
  /** It waits no more; its key is yet to be destroyed. */
  is_over: Generated<boolean>
}
export type HeldChange = Selectable<HeldChangeTable>

/** What waits of one record, as far as a comparison needs it. */
export interface WaitingRow {
  readonly id: string
  readonly hold: string
  readonly reason: HoldReason
  readonly item: ItemCode | null
  readonly kind: Held['kind']
  readonly refHash: string
  readonly recordId: string
  readonly op: HeldOp
  readonly base: string
  readonly digest: string
  readonly facts: string
}

export async function openHolds(db: Kysely<SchoolDatabase>): Promise<readonly Hold[]> {
  return db.selectFrom('hold').selectAll().where('state', '=', 'open').orderBy('opened_at').orderBy('id').execute()
}

export async function findHold(db: Kysely<SchoolDatabase>, id: string): Promise<Hold | undefined> {
  return db.selectFrom('hold').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A hold, with how many records wait in it. */
export interface CountedHold extends Hold {
  readonly count: number
}

const counted = sql<number>`(select count(*)::int from held_change c where c.hold_id = hold.id and not c.is_over)`.as(
  'count',
)

export async function openHoldCounts(db: Kysely<SchoolDatabase>): Promise<readonly CountedHold[]> {
  return db
    .selectFrom('hold')
    .selectAll()
    .select(counted)
    .where('state', '=', 'open')
    .orderBy('opened_at')
    .orderBy('id')
    .execute()
}

export async function findCountedHold(db: Kysely<SchoolDatabase>, id: string): Promise<CountedHold | undefined> {
  return db.selectFrom('hold').selectAll().select(counted).where('id', '=', id).executeTakeFirst()
}

export interface HoldQuery {
  readonly state?: Hold['state'] | undefined
  readonly limit: number
  /** When one was opened, and its id: the last one seen. */
  readonly after?: string | undefined
}

/** The newest first. */
export async function listHolds(
  db: Kysely<SchoolDatabase>,
  { state, limit, after }: HoldQuery,
): Promise<readonly CountedHold[]> {
  const [openedAt, id] = after?.split(' ') ?? []
  return db
    .selectFrom('hold')
    .selectAll()
    .select(counted)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'open'))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(opened_at < ${openedAt} or (opened_at = ${openedAt} and id > ${id}::uuid))`),
    )
    .orderBy('opened_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Everything that waits, by hashes alone. */
export async function standingHolds(db: Kysely<SchoolDatabase>): Promise<readonly WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select c.id, c.hold_id as hold, h.reason, h.item, c.kind, encode(c.ref_hmac, 'hex') as "refHash",
           c.record_id as "recordId", c.op, c.base, c.digest, c.facts
      from held_change c join hold h on h.id = c.hold_id where not c.is_over and h.state = 'open' order by c.id`.execute(
    db,
  )
  return rows
}
