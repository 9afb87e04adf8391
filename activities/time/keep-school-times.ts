import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { startOfLondonDay } from '../../agreement/calendar.js'
import { findSchool } from '../../db/control/school.js'
import { keepTallies } from '../../db/control/timer-aggregate.js'
import type { SchoolDatabase } from '../../db/school/database.js'
import { askingOf } from '../../db/school/question.js'
import { ownQuestions } from '../../db/school/school-question.js'
import { countTimers, nextErasing, unconfirmedAbsences } from '../../db/school/timer.js'
import type { ActivityDependencies } from '../dependencies.js'
import { nextLook, questionsAhead } from '../questions/own-questions.js'
import { confirmingAt } from './confirming.js'

/**
 * Brings what control knows of a school's timers and questions up to date: how many fall on which day, when the next erasing begins, when
 * something is next to be asked and how much waits for an answer, and when absences that nobody confirmed ask for a read. Computed whole
 * from the school's own rows, so that an attempt that died in between is made good by the next; written only where it differs.
 */
export async function keepSchoolTimes(
  { control, schools }: Pick<ActivityDependencies, 'control' | 'schools'>,
  id: string,
  at: Date,
): Promise<void> {
  const { db } = await schools.open(id)
  const [tallies, erasing, { ask, open }, unconfirmed] = await Promise.all([
    countTimers(db),
    nextErasing(db, at),
    askingAt({ control, db }, id, at),
    unconfirmedAbsences(db),
  ])
  await keepTallies(control, id, tallies, at)
  const erase = erasing ?? null
  const { readAt, incidentAt } = confirmingAt(unconfirmed, at) ?? { readAt: null, incidentAt: null }
  await control
    .updateTable('school')
    .set({
      next_erase_at: erase,
      next_ask_at: ask,
      open_questions: open,
      confirm_at: readAt,
      unconfirmed_at: incidentAt,
    })
    .where('id', '=', id)
    .where(
      sql<boolean>`(next_erase_at, next_ask_at, open_questions, confirm_at, unconfirmed_at) is distinct from
        (${erase}::timestamptz, ${ask}::timestamptz, ${open}::int, ${readAt}::timestamptz, ${incidentAt}::timestamptz)`,
    )
    .execute()
}

interface Databases extends Pick<ActivityDependencies, 'control'> {
  readonly db: Kysely<SchoolDatabase>
}

/** When the school is next to be asked something, of a pupil or of itself, and how much it has not answered. */
async function askingAt({ control, db }: Databases, id: string, at: Date) {
  const [asking, own, school] = await Promise.all([askingOf(db), ownQuestions(db), findSchool(control, id)])
  const look = school ? nextLook(questionsAhead(school, own, at), at) : null
  const ask = earlier(asking.next === null ? null : startOfLondonDay(asking.next), look)
  return { ask, open: asking.open }
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
