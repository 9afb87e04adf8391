import { sql } from 'kysely'
import type pg from 'pg'
import type { WeekChanges, WeekMatch } from '../../../pipeline/attendance/compare-weeks.js'
import type { ArrivedWeek, WeekName } from '../../../pipeline/attendance/weeks.js'
import type { OpenKey } from '../../../vault/open-key.js'
import { refuseGone } from '../apply/refuse-gone.js'
import { HeldChangedMeanwhile } from '../apply/update.js'
import type { ChangeOp } from '../change.js'
import { schoolTransaction } from '../transaction.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import { sealWeek } from './week-document.js'
import { makeAttendanceYears } from './years.js'

/** Everything one apply of marks needs, decided before its transaction begins. */
export interface WeekPlan {
  readonly runId: string
  readonly at: Date
  readonly changes: WeekChanges
  /** School years that need a partition. */
  readonly years: readonly number[]
  readonly idOf: (week: WeekName) => string
  /** The key of a pupil's school year. */
  readonly keyOf: (week: WeekName) => OpenKey
}

/** Applies what differs, with its feed, in one transaction: all of it or nothing. */
export async function applyWeeks(pool: pg.Pool, plan: WeekPlan): Promise<void> {
  const { added, changed, removed } = plan.changes
  await schoolTransaction(pool, async (trx) => {
    await refuseGone(trx, [...added, ...changed.map(({ held }) => held)])
    await makeAttendanceYears(trx.db, plan.years)
    await trx.copy(
      'attendance',
      columns,
      added.map((week) => rowOf(week, plan)),
    )
    await updateWeeks(trx, plan, changed)
    await removeWeeks(
      trx,
      removed.map(({ id }) => id),
    )
    await trx.copy(
      'change',
      ['at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id'],
      [
        ...added.map((week) => entry(plan, 'added', plan.idOf(week), week)),
        ...changed.map(({ held }) => entry(plan, 'changed', held.id, held)),
        ...removed.map((held) => entry(plan, 'removed', held.id, held)),
      ],
    )
  })
}

const columns = ['id', 'subject_id', 'school_year', 'week', 'digest', 'sealed', 'run_id', 'updated_at']

function rowOf(week: ArrivedWeek, plan: WeekPlan): CopyRow {
  const sealed = sealWeek(plan.keyOf(week), week, week.marks)
  const digest = Buffer.from(week.digest, 'hex')
  return [plan.idOf(week), week.subject, String(week.year), week.week, digest, sealed, plan.runId, plan.at]
}

async function updateWeeks(trx: SchoolTransaction, plan: WeekPlan, matches: readonly WeekMatch[]): Promise<void> {
  if (matches.length === 0) return
  const rows = matches.map(({ held, arrived }) => ({
    subject: held.subject,
    year: held.year,
    week: held.week,
    base: Buffer.from(held.digest, 'hex'),
    digest: Buffer.from(arrived.digest, 'hex'),
    sealed: sealWeek(plan.keyOf(held), held, arrived.marks),
  }))
  const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key])
  const { numAffectedRows } = await sql`
    update attendance a set digest = n.digest, sealed = n.sealed, run_id = ${plan.runId}, updated_at = ${plan.at}
      from unnest(${column('subject')}::uuid[], ${column('year')}::int[], ${column('week')}::date[], ${column('base')}::bytea[],
                  ${column('digest')}::bytea[], ${column('sealed')}::bytea[]) as n(subject, year, week, base, digest, sealed)
     where a.subject_id = n.subject and a.school_year = n.year and a.week = n.week and a.digest = n.base`.execute(
    trx.db,
  )
  if (Number(numAffectedRows) !== rows.length) throw new HeldChangedMeanwhile('Marks changed while they were compared.')
}

async function removeWeeks(trx: SchoolTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`delete from attendance where id = any(${ids}::uuid[])`.execute(trx.db)
}

function entry({ at, runId }: WeekPlan, op: ChangeOp, id: string, { subject }: WeekName): CopyRow {
  return [at, op, 'attendance', id, subject, op === 'removed' ? at : null, runId]
}
