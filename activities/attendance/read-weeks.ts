import { codeFinding } from '../../agreement/attendance/codes.js'
import { walksOf } from '../../agreement/attendance/window.js'
import type { AttendanceWindow } from '../../agreement/attendance/window.js'
import { mondayOf } from '../../agreement/attendance/week.js'
import { attendanceYearOf } from '../../agreement/retention/attendance-year.js'
import type { AttendanceCalendar } from '../../agreement/retention/attendance-year.js'
import type { Source, SourceMark } from '../../connectors/source.js'
import type { KeptMark } from '../../db/school/attendance/week-document.js'
import { openWeekBook } from '../../pipeline/attendance/weeks.js'
import type { ArrivedWeek, PlaceDay, WeekBook, WeekName } from '../../pipeline/attendance/weeks.js'
import type { AttendanceProof } from '../../pipeline/attendance/proof.js'
import { refHash } from '../../pipeline/digest.js'
import type { SchoolHashes } from '../../pipeline/digest.js'
import { gateMark } from '../../pipeline/gate.js'
import { countOne } from '../collect/count.js'
import type { Vigil } from '../collect/vigil.js'

export interface MarkReading {
  readonly marks: NonNullable<Source['marks']>
  readonly vigil: Vigil
  readonly window: AttendanceWindow
  readonly calendar: AttendanceCalendar
  /** The first day of which the agreement receives marks; null where it keeps earlier years'. */
  readonly since: string | null
  readonly hashes: SchoolHashes
  /** Whose marks are received, by the keyed hash of the source's id. */
  readonly subjects: ReadonlyMap<string, string>
  /** What is held of weeks of which only changes came. */
  readonly heldMarks: (weeks: readonly WeekName[]) => Promise<readonly HeldMarks[]>
}

export interface WeeksRead {
  readonly weeks: readonly ArrivedWeek[]
  readonly proof: Omit<AttendanceProof, 'silent'>
}

/** A week that is held, opened. */
interface HeldMarks {
  readonly row: WeekName
  readonly marks: readonly KeptMark[]
}

/** Reads a window, each mark through the gate as its page arrives. What it gathers lives in the memory of this activity only. */
export async function readWeeks(reading: MarkReading): Promise<WeeksRead> {
  const { marks, vigil, window, hashes } = reading
  const book = openWeekBook(placing(reading.calendar))
  const seen = { pages: 0, marks: 0, refused: {}, findings: {} }
  const take = intake(reading, book.enter, seen)
  for (const { from, to } of walksOf(window)) {
    const walk = marks(from, to, window.changedSince)
    let step = await walk.next()
    while (!step.done) {
      step.value.forEach(take)
      step = await walk.next()
    }
    seen.pages += step.value.pages
    seen.marks += step.value.records
  }
  if (window.changedSince !== null) await completeFromHeld(reading, book)
  await vigil.look()
  // Withdrawn while it was read: what came before goes as well.
  const weeks = vigil.grant().items.has('pupil.attendance') ? book.close(hashes.digest) : []
  return { weeks, proof: { ...window, ...seen } }
}

/** What is held goes through the gate again: by the rules of this night, and because nothing else may be kept. */
async function completeFromHeld({ vigil, since, heldMarks }: MarkReading, book: WeekBook): Promise<void> {
  const terms = { granted: vigil.grant().items, since }
  for (const { row, marks } of await heldMarks(book.names())) {
    const outcomes = marks.map(([date, session, code]) => gateMark({ pupil: row.subject, date, session, code }, terms))
    book.complete(
      row,
      outcomes.flatMap((outcome) => ('passed' in outcome ? outcome.passed : [])),
    )
  }
}

interface Seen {
  readonly refused: Record<string, number>
  readonly findings: Record<string, number>
}

function intake(
  { vigil, since, hashes, subjects }: MarkReading,
  enter: WeekBook['enter'],
  { refused, findings }: Seen,
): (mark: SourceMark) => void {
  const subjectOf = remembered((pupil) => subjects.get(refHash('pupil', pupil, hashes.lookup)))
  return (mark) => {
    const outcome = gateMark(mark, { granted: vigil.grant().items, since })
    const subject = subjectOf(mark.pupil)
    if ('refused' in outcome || subject === undefined) {
      countOne(refused, 'refused' in outcome ? outcome.refused : 'nobodyHeld')
      return
    }
    const finding = codeFinding(mark.code, mark.date)
    if (finding !== null) countOne(findings, `pupil.attendance ${finding}`)
    enter(subject, outcome.passed)
  }
}

/** By the day: a school has some hundred thousand marks and sixty days. */
function placing(calendar: AttendanceCalendar): PlaceDay {
  return remembered((day) => ({ year: attendanceYearOf(day, calendar), week: mondayOf(day) }))
}

function remembered<Value>(compute: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, { readonly value: Value }>()
  return (key) => {
    const found = known.get(key) ?? { value: compute(key) }
    known.set(key, found)
    return found.value
  }
}
