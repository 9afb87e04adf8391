import type { Kysely } from 'kysely'
import { dueAfterPauses, isPausedAt, pausesOf } from '../../agreement/retention/stay.js'
import type { Pause } from '../../agreement/retention/stay.js'
import type { SchoolDatabase } from '../../db/school/database.js'
import { subjectsOfYear } from '../../db/school/attendance/erase-years.js'
import { staysOf } from '../../db/school/stay.js'

/** Whose marks of a year go, whose wait for the end of a stay (requirements.md §4, 15), and by when those that go had to be gone. */
export interface YearSplit {
  readonly going: readonly string[]
  readonly stayed: readonly string[]
  readonly dueAt: Date
}

export async function splitYear(
  db: Kysely<SchoolDatabase>,
  { year, at, dueAt }: { readonly year: number; readonly at: Date; readonly dueAt: number },
): Promise<YearSplit> {
  const held = await subjectsOfYear(db, year)
  const pauses = new Map<string, readonly Pause[]>()
  for (const { subject_id, kind, from_at, review_by, ended_at } of await staysOf(db, held)) {
    const stay = { kind, from: from_at.getTime(), reviewBy: review_by, endedAt: ended_at?.getTime() ?? null }
    pauses.set(subject_id, [...(pauses.get(subject_id) ?? []), ...pausesOf({ stays: [stay] })])
  }
  const pausesOfOne = (subject: string) => pauses.get(subject) ?? []
  const stayed = held.filter((subject) => isPausedAt(at.getTime(), pausesOfOne(subject)))
  const going = held.filter((subject) => !stayed.includes(subject))
  const dues = going.map((subject) => dueAfterPauses(dueAt, pausesOfOne(subject)))
  return { going, stayed, dueAt: new Date(dues.length === 0 ? dueAt : Math.min(...dues)) }
}
