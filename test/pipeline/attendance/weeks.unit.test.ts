import { expect, test } from 'vitest'
import { changesAnyWeek, compareWeeks } from '../../../pipeline/attendance/compare-weeks.js'
import { isCredible } from '../../../pipeline/attendance/proof.js'
import { openWeekBook } from '../../../pipeline/attendance/weeks.js'
import { gateMark } from '../../../pipeline/gate.js'

const place = (day: string) => ({ year: day < '2026-09-01' ? 2025 : 2026, week: '2026-08-31' })
const digest = (...parts: readonly string[]) => parts.join('|')

function mark(date: string, session: 'AM' | 'PM', code: string) {
  const outcome = gateMark(
    { pupil: 'A1', date, session, code },
    { granted: new Set(['pupil.attendance']), since: null },
  )
  if (!('passed' in outcome)) throw new Error('it was refused')
  return outcome.passed
}

type Entry = readonly [subject: string, date: string, session: 'AM' | 'PM', code: string]

function weeks(...entered: readonly Entry[]) {
  const book = openWeekBook(place)
  for (const [subject, ...said] of entered) book.enter(subject, mark(...said))
  return book.close(digest)
}

test('makes one record of a week, whatever the order of its rows, and two of a week in which a year begins', () => {
  const one = weeks(['p', '2026-09-01', 'AM', '/'], ['p', '2026-08-31', 'PM', 'L'], ['p', '2026-09-01', 'AM', '/'])
  const other = weeks(['p', '2026-08-31', 'PM', 'L'], ['p', '2026-09-01', 'AM', '/'])
  expect(one.map((week) => week.digest).sort()).toEqual(other.map((week) => week.digest).sort())
  expect(one.map(({ year, marks }) => [year, marks.length]).sort()).toEqual([
    [2025, 1],
    [2026, 1],
  ])
})

test('makes of a change and of what is held the week that the whole register would have given', () => {
  const book = openWeekBook(place)
  book.enter('p', mark('2026-09-02', 'AM', 'I'))
  book.enter('p', mark('2026-09-02', 'PM', '/'))
  const held = [mark('2026-09-01', 'AM', '/'), mark('2026-09-02', 'AM', 'N')]
  for (const name of book.names()) book.complete(name, held)
  const whole = weeks(['p', '2026-09-01', 'AM', '/'], ['p', '2026-09-02', 'AM', 'I'], ['p', '2026-09-02', 'PM', '/'])
  expect(book.close(digest)).toEqual(whole)
  book.complete({ subject: 'q', year: 2026, week: '2026-08-31' }, held)
  expect(book.close(digest)).toEqual(whole)
})

test('tells weeks that are new, changed, gone and as before, and leaves those alone of whom nothing came', () => {
  const held = weeks(
    ['same', '2026-09-01', 'AM', '/'],
    ['changed', '2026-09-01', 'AM', 'N'],
    ['gone', '2026-08-31', 'AM', '/'],
    ['silent', '2026-09-01', 'AM', '/'],
    ['silent too', '2026-09-01', 'AM', '/'],
    ['silent too', '2026-08-31', 'AM', '/'],
  ).map((week) => ({ ...week, id: week.subject }))
  const arrived = weeks(
    ['same', '2026-09-01', 'AM', '/'],
    ['changed', '2026-09-01', 'AM', 'I'],
    ['gone', '2026-09-01', 'AM', '/'],
    ['new', '2026-09-01', 'AM', '/'],
  )
  const changes = compareWeeks(arrived, held)
  expect(changes.added.map(({ subject }) => subject)).toEqual(['gone', 'new'])
  expect(changes.changed.map((match) => match.held.id)).toEqual(['changed'])
  expect(changes.removed.map(({ id }) => id)).toEqual(['gone'])
  expect([changes.unchanged, changes.silent]).toEqual([1, 2])
})

test('says whether any week is new, changed or gone', () => {
  const held = (said: readonly Entry[]) => weeks(...said).map((week) => ({ ...week, id: week.subject }))
  const one = ['p', '2026-09-01', 'AM', '/'] as const
  const before = ['p', '2026-08-31', 'AM', '/'] as const
  const changes = (arrived: readonly Entry[], there: readonly Entry[]) =>
    changesAnyWeek(compareWeeks(weeks(...arrived), held(there)))
  expect(changes([one], [one])).toBe(false)
  expect(changes([one], [])).toBe(true)
  expect(changes([one], [['p', '2026-09-01', 'AM', 'N']])).toBe(true)
  expect(changes([one], [one, before])).toBe(true)
  expect(changes([], [one])).toBe(false)
})

test('puts the marks of a week in the order of days, sessions and codes, and digests them so', () => {
  const [week] = weeks(['p', '2026-09-02', 'AM', '/'], ['p', '2026-09-01', 'PM', 'L'], ['p', '2026-09-01', 'AM', 'N'])
  expect(week?.marks.map(({ date, session, code }) => [date, session, code])).toEqual([
    ['2026-09-01', 'AM', 'N'],
    ['2026-09-01', 'PM', 'L'],
    ['2026-09-02', 'AM', '/'],
  ])
  expect(week?.digest).toBe('attendance|p|2026|2026-08-31|2026-09-01 AM N\n2026-09-01 PM L\n2026-09-02 AM /')
})

test('believes a window in which marks came, in which none are held, or of which only changes were asked for', () => {
  const proof = { from: '2026-09-01', to: '2026-09-28', changedSince: null, pages: 1, marks: 0, refused: {}, findings: {}, silent: 0 }
  expect(isCredible({ ...proof, marks: 1 }, 5)).toBe(true)
  expect(isCredible(proof, 0)).toBe(true)
  expect(isCredible({ ...proof, changedSince: '2026-09-27' }, 5)).toBe(true)
  expect(isCredible(proof, 5)).toBe(false)
}) // prettier-ignore
