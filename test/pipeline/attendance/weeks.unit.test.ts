import { expect, test } from 'vitest'
import { compareWeeks } from '../../../pipeline/attendance/compare-weeks.js'
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

function weeks(...entered: readonly (readonly [string, string, 'AM' | 'PM', string])[]) {
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
  expect([changes.unchanged, changes.silent]).toEqual([1, 1])
})
