import { sql } from 'kysely'
import { decodeTime } from 'ulid'
import { findingsInside } from '../../db/control/finding.js'
import type { Found } from '../../db/control/finding.js'
import type { School } from '../../db/control/school.js'
import { lookAtSchool } from '../../db/school/watch/look.js'
import type { ActivityDependencies } from '../dependencies.js'
import type { Ring } from '../ring-unheard.js'
import { keepSchoolTimes } from '../time/keep-school-times.js'
import { alert } from './alert.js'
import { giveDates } from './give-dates.js'

// The largest erasure takes minutes: what was begun an hour ago is nobody's work any more.
const ERASURE_MS = 3_600_000

// As many as a transaction can look after in seconds; where there are more, the next look takes them.
const PEOPLE = 500

/**
 * Looks at one school with the independent eye, mends what is safe to mend, and alerts. Dates are given to people who lack one, tallies
 * are counted anew, and the lifecycle is woken for what is due: it erases, as on any day. Answers how much was found.
 */
export async function sweepSchool(deps: ActivityDependencies, ring: Ring, school: School, at: Date): Promise<number> {
  const { db } = await deps.schools.open(school.id)
  const seen = await lookAtSchool(db, { at, lastWholeRead: school.last_whole_read_at, limit: PEOPLE })
  const { pastDue, withoutTimer, keptTooLong } = seen
  const stuck = seen.unfinished.filter((erasure) => begunAt(erasure) <= at.getTime() - ERASURE_MS).length
  if (withoutTimer.length > 0) await giveDates(deps, { school: school.id, people: withoutTimer, at })
  await keepSchoolTimes(deps, school.id, at)
  const overdue = pastDue + stuck > 0
  if (overdue) await wakeForErasing(deps, school.id, at)
  const found: Found = { pastDue, withoutTimer: withoutTimer.length, unfinishedErasure: stuck, keptTooLong }
  const changed = await reportInside(deps, { school: school.id, found, at })
  if (overdue || changed || withoutTimer.length > 0) await ring(school.id)
  return pastDue + withoutTimer.length + stuck + keptTooLong
}

/** Tells whoever is to be told, and nobody, at the cost of one question, where there is nothing and was nothing. */
export async function reportInside(
  { control }: Pick<ActivityDependencies, 'control'>,
  { school, found, at }: { readonly school: string; readonly found: Found; readonly at: Date },
): Promise<boolean> {
  const quiet = findingsInside.every((what) => (found[what] ?? 0) === 0)
  if (quiet) {
    const stands = await control.selectFrom('finding').select('what').where('school_id', '=', school).executeTakeFirst()
    if (!stands) return false
  }
  return control.transaction().execute((trx) => alert(trx, { school, sees: findingsInside, found, at }))
}

/** An erasure's id says when it began. One that does not is as old as can be. */
function begunAt(erasure: string): number {
  try {
    return decodeTime(erasure.toUpperCase())
  } catch {
    return 0
  }
}

async function wakeForErasing(
  { control }: Pick<ActivityDependencies, 'control'>,
  school: string,
  at: Date,
): Promise<void> {
  await control
    .updateTable('school')
    .set({ next_erase_at: sql<Date>`least(next_erase_at, ${at}::timestamptz)` })
    .where('id', '=', school)
    .execute()
}
