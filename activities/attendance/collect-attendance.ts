import { attendanceWindow } from '../../agreement/attendance/window.js'
import type { AttendanceWindow } from '../../agreement/attendance/window.js'
import { mondayOf } from '../../agreement/attendance/week.js'
import { londonDay } from '../../agreement/calendar.js'
import { attendanceStart, attendanceYearOf } from '../../agreement/retention/attendance-year.js'
import type { AttendanceCalendar } from '../../agreement/retention/attendance-year.js'
import type { CountsByKind } from '../../db/control/run.js'
import { calendarOf } from '../../db/control/school.js'
import { applyWeeks } from '../../db/school/attendance/apply-weeks.js'
import { heldWeeks, pupilsOnRoll, weekDocuments } from '../../db/school/attendance/attendance.js'
import { openWeeks } from '../../db/school/attendance/week-document.js'
import { missingAttendanceYears } from '../../db/school/attendance/years.js'
import { countChanges } from '../../db/school/change.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { changesAnyWeek, compareWeeks } from '../../pipeline/attendance/compare-weeks.js'
import { weekKey } from '../../pipeline/attendance/weeks.js'
import { isCredible } from '../../pipeline/attendance/proof.js'
import type { AttendanceProof } from '../../pipeline/attendance/proof.js'
import { countsOf } from '../collect/count.js'
import { openProven } from '../collect/open-proven.js'
import { openSchoolKeys } from '../collect/school-keys.js'
import type { SchoolKeys } from '../collect/school-keys.js'
import { loadTerms } from '../collect/terms.js'
import type { Terms } from '../collect/terms.js'
import { underVigil } from '../collect/vigil.js'
import type { Vigil } from '../collect/vigil.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'
import { keepAttendanceSince } from './attendance-date.js'
import { planWeeks, yearsWanted } from './plan-weeks.js'
import { readWeeks } from './read-weeks.js'
import type { WeeksRead } from './read-weeks.js'

export interface CollectAttendanceInput {
  readonly school: string
  readonly run: string
  /** The workflow's time: what day it is for this run. */
  readonly at: string
}

/** Counts, dates and words; nothing that names a person. */
export interface AttendanceResult {
  readonly counts: CountsByKind
  readonly proof: AttendanceProof
}

export interface CollectAttendanceActivities {
  /**
   * Reads the marks of those whom the run before it found on roll, all of a window or what changed in it, and applies what differs: all of
   * it or nothing. Idempotent by run.
   */
  collectAttendance(input: CollectAttendanceInput): Promise<AttendanceResult>
}

export function collectAttendanceActivities(deps: ActivityDependencies): CollectAttendanceActivities {
  return {
    collectAttendance: (input) => underVigil(deps, input.school, (vigil) => collect(deps, input, vigil)),
  }
}

async function collect(
  deps: ActivityDependencies,
  input: CollectAttendanceInput,
  vigil: Vigil,
): Promise<AttendanceResult> {
  const terms = await loadTerms(deps, input.school)
  const { source } = await openProven(deps, terms, vigil)
  const { permitted } = await source.permissions()
  const { marks } = source
  if (!marks || !permitted.has('pupil.attendance'))
    throw failure('SourceIncomplete', 'attendance: the school shares it no more')
  const [school, keys] = await Promise.all([
    deps.schools.open(input.school),
    openSchoolKeys(deps.keyring, input.school),
  ])
  const calendar = calendarOf(terms.school)
  const days = windowOf(terms, londonDay(input.at), calendar)
  const subjects = await pupilsOnRoll(school.db, new Date(input.at))
  const read = await readWeeks({
    marks,
    vigil,
    calendar,
    hashes: keys.hashes,
    subjects,
    heldMarks: async (weeks) => openWeeks(deps.keyring, input.school, await weekDocuments(school.db, weeks)),
    ...days,
  })
  return settle(deps, {
    input,
    calendar,
    keys,
    school,
    read,
    window: days.window,
    subjects: new Set(subjects.values()),
  })
}

/** The days to read, and the first of which the agreement receives marks at all (requirements.md §4, 10). */
function windowOf({ school, agreement }: Terms, today: string, calendar: AttendanceCalendar) {
  const currentYearOnly = agreement.time.attendanceCurrentYear
  return {
    window: attendanceWindow({ today, readTo: school.attendance_read_to, currentYearOnly }, calendar),
    since: currentYearOnly ? attendanceStart(attendanceYearOf(today, calendar), calendar) : null,
  }
}

interface Settling {
  readonly input: CollectAttendanceInput
  readonly calendar: AttendanceCalendar
  readonly keys: SchoolKeys
  readonly school: OpenSchool
  readonly read: WeeksRead
  readonly window: AttendanceWindow
  readonly subjects: ReadonlySet<string>
}

/**
 * Compares, judges, and applies or leaves alone. Weeks of those who are not on roll are not compared: their marks are in no list; nor are
 * weeks of which nothing came in a night that asked for changes only.
 */
async function settle(deps: ActivityDependencies, settling: Settling): Promise<AttendanceResult> {
  const { input, calendar, keys, school, read, window, subjects } = settling
  const start = { year: attendanceYearOf(window.from, calendar), week: mondayOf(window.from) }
  const came = window.changedSince === null ? null : new Set(read.weeks.map(weekKey))
  const held = (await heldWeeks(school.db, start)).filter(
    (week) => subjects.has(week.subject) && (came === null || came.has(weekKey(week))),
  )
  const changes = compareWeeks(read.weeks, held)
  const proof = { ...read.proof, silent: changes.silent }
  if (!isCredible(proof, held.length))
    throw failure('SourceIncomplete', 'attendance: not one mark came, though some are held for these days')
  const wanted = yearsWanted(changes, window.to, calendar)
  const years = await missingAttendanceYears(school.db, wanted)
  const plan = { school: input.school, runId: input.run, at: new Date(input.at), changes, years, lookup: keys.lookup }
  if (changesAnyWeek(changes) || years.length > 0) await applyWeeks(school.pool, await planWeeks(deps, plan))
  await keepAttendanceSince(deps, input.school)
  const ops = (await countChanges(school.db, input.run)).filter(({ kind }) => kind === 'attendance')
  const refused = proof.refused['notGranted'] ?? 0
  return { counts: countsOf(ops, { attendance: changes.unchanged }, { attendance: refused }), proof }
}
