import { attendanceYearOf } from '../../agreement/retention/attendance-year.js'
import type { AttendanceCalendar } from '../../agreement/retention/attendance-year.js'
import type { WeekPlan } from '../../db/school/attendance/apply-weeks.js'
import type { WeekChanges } from '../../pipeline/attendance/compare-weeks.js'
import type { WeekName } from '../../pipeline/attendance/weeks.js'
import { keyedId } from '../../vault/keyed-hash.js'
import type { OpenKey } from '../../vault/open-key.js'
import type { ActivityDependencies } from '../dependencies.js'
import { madeKey } from '../made-key.js'

const JUNE = '06'

/** The school years of what is written, and from June on the next one: nobody should have to make it on a first day of school. */
export function yearsWanted({ added }: WeekChanges, today: string, calendar: AttendanceCalendar): readonly number[] {
  const year = attendanceYearOf(today, calendar)
  const next = today.slice(5, 7) >= JUNE && Number(today.slice(0, 4)) > year ? [year + 1] : []
  return [...new Set([...added.map((week) => week.year), year, ...next])]
}

interface PlanInput extends Pick<WeekPlan, 'runId' | 'at' | 'changes' | 'years'> {
  readonly school: string
  readonly lookup: OpenKey
}

/** Completes the plan with ids that another attempt would give too, and with the keys, made before any row that needs them. */
export async function planWeeks(deps: ActivityDependencies, input: PlanInput): Promise<WeekPlan> {
  const { school, lookup, ...plan } = input
  const written = [...plan.changes.added, ...plan.changes.changed.map(({ arrived }) => arrived)]
  const keys = new Map<string, OpenKey>()
  for (const year of new Set(written.map((week) => week.year))) {
    const subjects = [...new Set(written.flatMap((week) => (week.year === year ? week.subject : [])))]
    const made = await deps.keyring.makeSubjectKeys(school, subjects, `attendance/${year}`)
    for (const [subject, key] of made) keys.set(`${subject} ${year}`, key)
  }
  return {
    ...plan,
    idOf: ({ subject, year, week }: WeekName) => keyedId(lookup, 'attendance', subject, String(year), week),
    keyOf: ({ subject, year }: WeekName) => madeKey(keys.get(`${subject} ${year}`)),
  }
}
