import { sql } from 'kysely'
import { openWeeks } from '../../db/school/attendance/week-document.js'
import type { KeptMark } from '../../db/school/attendance/week-document.js'
import { page } from '../paging.js'
import type { RecordReader } from './read-records.js'

export interface WeekQuery {
  readonly subject: string
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly limit: number
  /** Week and year after which the page begins. */
  readonly after?: string | undefined
}

export interface OpenWeek {
  readonly id: string
  readonly year: number
  readonly week: string
  readonly updatedAt: Date
  readonly marks: readonly KeptMark[]
}

export interface WeekPage {
  readonly weeks: readonly OpenWeek[]
  /** The cursor of the next page; null on the last. */
  readonly next: string | null
}

interface Row extends Omit<OpenWeek, 'marks'> {
  readonly sealed: Buffer
}

/**
 * Opens one page of a pupil's weeks. Marks outside `from` and `to` are left out of the weeks at the edges. A week whose key is gone was
 * erased since its row was read, and is left out; the page after it is there all the same.
 */
export async function readWeeks({ db, keyring, school }: RecordReader, query: WeekQuery): Promise<WeekPage> {
  const { subject, from, to, limit, after } = query
  const [week, year] = after?.split(' ') ?? []
  const anything = sql<boolean>`true`
  const { rows } = await sql<Row>`
    select id, school_year as year, week, updated_at as "updatedAt", sealed from attendance
     where subject_id = ${subject} and ${from === undefined ? anything : sql`week > ${from}::date - 7`}
       and ${to === undefined ? anything : sql`week <= ${to}::date`}
       and ${week === undefined ? anything : sql`(week, school_year) > (${week}::date, ${Number(year)}::int)`}
     order by week, school_year limit ${limit + 1}`.execute(db)
  const { data, next } = page(rows, limit, (row) => `${row.week} ${row.year}`)
  const opened = await openWeeks(
    keyring,
    school,
    data.map((row) => ({ ...row, subject })),
  )
  const weeks = opened.map(({ row: { id, year, week: monday, updatedAt }, marks }) => ({
    id,
    year,
    week: monday,
    updatedAt,
    marks: marks.filter(([date]) => (from ?? date) <= date && date <= (to ?? date)),
  }))
  return { weeks, next }
}
