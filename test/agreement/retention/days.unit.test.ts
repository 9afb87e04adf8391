import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { londonDay } from '../../../agreement/calendar.js'
import {
  addDays,
  addPeriod,
  after,
  ageOn,
  dayOf,
  daysBetween,
  earliest,
  endOf,
  latest,
  startOf,
  weekday,
} from '../../../agreement/retention/days.js'

describe('a London day', () => {
  test.for([
    ['2026-07-01T22:59:59.999Z', '2026-07-01'],
    ['2026-07-01T23:00:00Z', '2026-07-02'],
    ['2026-12-01T23:59:59.999Z', '2026-12-01'],
    ['1969-12-31T22:30:00Z', '1969-12-31'],
    // Double summer time.
    ['1945-06-01T22:30:00Z', '1945-06-02'],
    // British Standard Time: from 1968 to 1971 London was an hour ahead in winter too.
    ['1969-12-31T23:30:00Z', '1970-01-01'],
  ] as const)('is that of a clock in London: %s lies on %s', ([instant, day]) => {
    expect(dayOf(Date.parse(instant))).toBe(day)
  })

  test('is the one that the calendar finds, whatever the instant', () => {
    const instants = fc.integer({ min: Date.parse('1969-01-01T00:00:00Z'), max: Date.parse('2040-01-01T00:00:00Z') })
    const lastHour = instants.map((ms) => ms - (ms % 86_400_000) + 82_800_000 + (ms % 3_600_000))
    fc.assert(
      fc.property(fc.oneof(instants, lastHour), (ms) => {
        expect(dayOf(ms)).toBe(londonDay(new Date(ms)))
      }),
      { numRuns: 2_000 },
    )
  })

  test('ends where the next begins, over a clock change too', () => {
    expect(new Date(endOf('2026-10-25')).toISOString()).toBe('2026-10-26T00:00:00.000Z')
    expect((endOf('2026-10-25') - startOf('2026-10-25')) / 3_600_000).toBe(25)
  })
})

describe('counting', () => {
  test('goes by days, by periods clamped to the end of a month, and by hours that pass', () => {
    expect([addDays('2028-02-28', 1), addDays('2026-03-01', -1)]).toEqual(['2028-02-29', '2026-02-28'])
    expect([addPeriod('2026-08-31', 'P6M'), addPeriod('2027-02-28', 'P6M')]).toEqual(['2027-02-28', '2027-08-28'])
    expect(after(startOf('2027-03-28'), 'PT24H')).toBe(Date.parse('2027-03-29T00:00:00Z'))
    expect([daysBetween('2026-10-24', '2026-10-26'), daysBetween('2026-10-26', '2026-10-24')]).toEqual([2, -2])
  })

  test('knows the days of the week, Monday the first', () => {
    expect(['2026-11-23', '2026-11-29'].map(weekday)).toEqual([1, 7])
  })

  test('makes a child of 29 February a year older on 1 March', () => {
    expect(['2027-02-28', '2027-03-01', '2028-02-29'].map((day) => ageOn(day, '2012-02-29'))).toEqual([14, 15, 16])
  })
})

test('of instants that are partly unknown the known ones count, and of none none', () => {
  expect([earliest(null, 3, 1), earliest(null), earliest()]).toEqual([1, null, null])
  expect([latest(2, null, 5), latest(null), latest()]).toEqual([5, null, null])
})
