import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { listChanges } from '../../../db/school/change.js'
import type { Change } from '../../../db/school/change.js'
import type { SchoolDatabase } from '../../../db/school/database.js'
import { subjectTables } from '../../../db/school/erase/subject-tables.js'

type Db = Kysely<SchoolDatabase>

const MOST_ENTRIES = 100_000

export async function runChanges(db: Db, run: string): Promise<readonly Change[]> {
  return (await listChanges(db, 0, MOST_ENTRIES)).filter(({ runId }) => runId === run)
}

/** What of a school's rows should not be so, a sentence each: by SQL of its own. */
export async function faultsInRows(db: Db, now: Date): Promise<readonly string[]> {
  const late = await count(db, sql`timer t where state = 'waiting' and not planned and due_at <= ${now}`)
  const waiting = await count(db, sql`held_change t`)
  const open = await count(db, sql`hold t where state = 'open'`)
  const held = await count(db, sql`subject t where held_in is not null`)
  const faults = [
    [late, 'timers are past due'],
    [waiting, 'changes wait though nothing should'],
    [open, 'holds are open though nothing waits'],
    [held, 'absences wait though nothing should'],
  ] as const
  return [...faults.filter(([many]) => many > 0).map(([many, what]) => `${many} ${what}`), ...(await strays(db))]
}

/** Rows of people who are not there; the feed says of some that they were erased. */
async function strays(db: Db): Promise<readonly string[]> {
  const found: string[] = []
  for (const [table, column] of subjectTables) {
    const told = table === 'change' ? sql`and t.op <> 'erased'` : sql``
    const many = await count(
      db,
      sql`${sql.table(table)} t where ${sql.ref(`t.${column}`)} is not null ${told}
          and not exists (select from subject s where s.id = ${sql.ref(`t.${column}`)})`,
    )
    if (many > 0) found.push(`${many} rows of ${table} are of nobody`)
  }
  return found
}

async function count(db: Db, from: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${from}`.execute(db)
  return rows[0]?.count ?? 0
}

// A mark of somebody who is erased and still listed is written anew once a day: the one write of a quiet night (design.md §4).
const mayBeWritten: ReadonlySet<string> = new Set(['tombstone', 'question'])

/** Which version of which row stands where, by table: any write changes it, also one that writes the same. */
export async function versions(db: Db): Promise<Readonly<Record<string, string>>> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%' order by 1`.execute(
    db,
  )
  const looked = tables.filter(({ name }) => !mayBeWritten.has(name))
  const of = ({ name }: { name: string }) =>
    sql`select ${name} as name, coalesce(md5(string_agg(ctid::text || ' ' || xmin::text, ' ' order by ctid)), '') as rows from ${sql.id('public', name)}`
  const { rows } = await sql<{ name: string; rows: string }>`${sql.join(looked.map(of), sql` union all `)}`.execute(db)
  return Object.fromEntries(rows.map(({ name, rows: text }) => [name, text]))
}
