import { sql } from 'kysely'
import { addDays, addPeriod, after, dayOf, startOf } from '../../agreement/retention/days.js'
import { subjectTables } from '../../db/school/erase/subject-tables.js'
import type { Cast } from './cast.js'
import type { Roll } from './roll.js'
import { KeyDestroyed } from '../../vault/key-destroyed.js'
import { keyringRows } from '../keyring-rows.js'
import type { Stage } from './stage.js'

// A mistyped year must not erase overnight: no date before the day it became known plus this (requirements.md §4, 4).
const FLOOR_DAYS = 28

/** When it was learned that somebody left, and whether the source said so or only stopped naming the pupil. */
export interface Learning {
  readonly at: Date
  readonly isStated: boolean
}

/** Nothing may be left from this instant on of a pupil whose last day on roll was `lastDay`. */
export function promisedFor(cast: Cast, lastDay: string, { at, isStated }: Learning): Date {
  const rule = cast.agreement.time.pupilLeaver
  if (rule.mode === 'immediate') return new Date(after(at.getTime(), isStated ? rule.stated : rule.absent))
  const floor = startOf(addDays(dayOf(at.getTime()), FLOOR_DAYS))
  return new Date(Math.max(startOf(addPeriod(lastDay, rule.max)), floor))
}

/** A disabled account goes by this, whatever the school decides or does not (K02). */
export function staffPromisedFor(cast: Cast, lastDay: string): Date {
  return new Date(startOf(addPeriod(lastDay, cast.agreement.time.staffMaxDisabled)))
}

/** How many weeks of marks a school's database holds of one pupil. */
export async function weeksLeft(stage: Stage, cast: Cast, subject: string): Promise<number> {
  const { db } = await stage.deps.schools.open(cast.id)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from attendance where subject_id = ${subject}`.execute(db)
  return rows[0]?.count ?? 0
}

/** How many rows of anybody a school's database has left of one person, the tables of the inventory taken one by one. */
export async function rowsLeft(stage: Stage, cast: Cast, subject: string): Promise<number> {
  if (!(await databaseStands(stage, cast))) return 0
  const { db } = await stage.deps.schools.open(cast.id)
  let left = 0
  for (const [table, column] of subjectTables) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where ${sql.ref(column)} = ${subject} and ${toldOf(table)}`.execute(
      db,
    )
    left += rows[0]?.count ?? 0
  }
  return left
}

/** That somebody was erased stays in the feed. */
const toldOf = (table: string) => (table === 'change' ? sql`op <> 'erased'` : sql`true`)

/** Who of these people has a row left in any of those tables. */
export async function stillThere(stage: Stage, cast: Cast, subjects: readonly string[]): Promise<ReadonlySet<string>> {
  if (!(await databaseStands(stage, cast))) return new Set()
  const { db } = await stage.deps.schools.open(cast.id)
  const found = subjectTables.map(([table, column]) => {
    const of = sql.ref(column)
    return sql`select ${of} as id from ${sql.table(table)} where ${of} = any(${subjects}::uuid[]) and ${toldOf(table)}`
  })
  const { rows } = await sql<{ id: string }>`${sql.join(found, sql` union `)}`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** How many timers of a school are past due at `at`; must be none, ever. */
export async function pastDue(stage: Stage, cast: Cast, at: Date): Promise<number> {
  const { db } = await stage.deps.schools.open(cast.id)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from timer where state = 'waiting' and not planned and due_at <= ${at}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Whether the school's database is still there, asked of Postgres itself. */
export async function databaseStands(stage: Stage, { id }: Cast): Promise<boolean> {
  const { rows } = await sql`
    select from pg_database where datname = ${`school_${id}`} union all select from pg_roles where rolname = ${`school_${id}`}`.execute(
    stage.deps.control,
  )
  return rows.length > 0
}

/** How many of the keys that a person had yesterday there still are, or open: none may. */
export async function opens({ stage, cast, keys }: Roll, subject: string): Promise<number> {
  const known = keys.filter(({ subject_id }) => subject_id === subject).map(({ id }) => id)
  const rows = await keyringRows(stage.keyring, cast.id)
  const there = rows.filter(({ id, subject_id }) => subject_id === subject || known.includes(id)).length
  return there + (await openable(stage, cast, known))
}

export async function openable(stage: Stage, cast: Cast, keyIds: readonly string[]): Promise<number> {
  const opened = await stage.deps.keyring.openKeys(cast.id, keyIds).catch((error: unknown) => {
    if (error instanceof KeyDestroyed) return new Map<string, never>()
    throw error
  })
  return opened.size
}

/** How many are stored whom nobody was ever shown: people who have not begun, or do not belong to the school (R38). */
export async function strangers(stage: Stage, cast: Cast, known: ReadonlySet<string>): Promise<number> {
  const { db } = await stage.deps.schools.open(cast.id)
  const rows = await db.selectFrom('subject').select('id').execute()
  return rows.filter(({ id }) => !known.has(id)).length
}
