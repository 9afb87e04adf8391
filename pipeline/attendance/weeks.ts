import type { SourceMark } from '../../connectors/source.js'
import type { KeyedHash } from '../digest.js'
import type { Gated } from '../gate.js'

/** Which week of whom: a week in which a school year begins is two, so that each goes with its own year. */
export interface WeekName {
  readonly subject: string
  /** The attendance year, by the calendar year in which it began. */
  readonly year: number
  /** Its Monday. */
  readonly week: string
}

/** A pupil's marks of one week: one record. */
export interface ArrivedWeek extends WeekName {
  readonly marks: readonly Gated<SourceMark>[]
  readonly digest: string
}

/** Where in time a mark belongs. */
export type PlaceDay = (day: string) => Pick<WeekName, 'year' | 'week'>

export const weekKey = ({ subject, year, week }: WeekName) => `${subject} ${year} ${week}`

/** Gathers marks as their pages arrive, and makes weeks of them when all have. */
export interface WeekBook {
  readonly enter: (subject: string, mark: Gated<SourceMark>) => void
  /** The weeks of which marks came. */
  readonly names: () => readonly WeekName[]
  /** Adds what is held of a week of which only changes came: the half days that nothing came of. */
  readonly complete: (name: WeekName, held: readonly Gated<SourceMark>[]) => void
  readonly close: (digest: KeyedHash) => readonly ArrivedWeek[]
}

interface OpenWeek {
  readonly name: WeekName
  /** By day, session and code: a row that comes twice is one mark. */
  readonly marks: Map<string, Gated<SourceMark>>
}

export function openWeekBook(place: PlaceDay): WeekBook {
  const weeks = new Map<string, OpenWeek>()
  return {
    enter: (subject, mark) => {
      const name = { subject, ...place(mark.date) }
      const key = weekKey(name)
      const open = weeks.get(key) ?? { name, marks: new Map() }
      weeks.set(key, open)
      open.marks.set(said(mark), mark)
    },
    names: () => [...weeks.values()].map(({ name }) => name),
    complete: (name, held) => {
      const marks = weeks.get(weekKey(name))?.marks
      if (!marks) return
      const came = new Set([...marks.values()].map(halfDay))
      for (const mark of held) if (!came.has(halfDay(mark))) marks.set(said(mark), mark)
    },
    close: (digest) => [...weeks.values()].map((open) => closed(open, digest)),
  }
}

const halfDay = ({ date, session }: SourceMark) => `${date} ${session}`
const said = (mark: SourceMark) => `${halfDay(mark)} ${mark.code}`

function closed({ name, marks }: OpenWeek, digest: KeyedHash): ArrivedWeek {
  const inOrder = [...marks].sort(([a], [b]) => (a < b ? -1 : 1))
  const text = inOrder.map(([words]) => words).join('\n')
  return {
    ...name,
    marks: inOrder.map(([, mark]) => mark),
    digest: digest('attendance', name.subject, String(name.year), name.week, text),
  }
}
