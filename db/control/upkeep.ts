import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { ControlDatabase } from './database.js'

export interface UnnamedDue {
  readonly school: string
  /** Of the rows that go, how many should have gone on a day before this one. */
  readonly late: number
}

/** The schools of which un-named rows have to be gone by the end of this London day. */
export async function unnamedDue(db: Kysely<ControlDatabase>, day: string): Promise<readonly UnnamedDue[]> {
  const { rows } = await sql<UnnamedDue>`
    select school_id as school, (count(*) filter (where gone_by < ${day}))::int as late
      from unnamed_audit where gone_by <= ${day} group by 1 order by 1`.execute(db)
  return rows
}

/** Answers how many went. */
export async function dropUnnamed(trx: Transaction<ControlDatabase>, school: string, day: string): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('unnamed_audit')
    .where('school_id', '=', school)
    .where('gone_by', '<=', day)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Runs that ended before this instant, each school's newest apart: how it stands is read from that one. Answers how many went. */
export async function dropRuns(db: Kysely<ControlDatabase>, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from run where ended_at < ${before} and exists (
      select from run newer where newer.school_id = run.school_id and newer.started_at > run.started_at)`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Of these instructions, those that control has no row of: the request that gave them was undone. */
export async function notInstructed(
  db: Kysely<ControlDatabase>,
  numbers: readonly number[],
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ number: number }>`
    select n.number from unnest(${numbers}::bigint[]) as n (number)
     where not exists (select from instruction i where i.number = n.number)`.execute(db)
  return new Set(rows.map(({ number }) => number))
}

/** The applications that follow a school’s feed. */
export async function readersOf(db: Kysely<ControlDatabase>, school: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('principal_school')
    .innerJoin('principal', 'principal.id', 'principal_school.principal_id')
    .select('principal.id')
    .where('principal.role', '=', 'application')
    .where('principal_school.school_id', '=', school)
    .execute()
  return rows.map(({ id }) => id)
}
