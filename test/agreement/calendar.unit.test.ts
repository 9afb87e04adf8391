import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { londonDay, nextNightly, nightlySlot, nightOf, startOfLondonDay } from '../../agreement/calendar.js'

// Made once: to make one costs more than the rest of a test.
const wall = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'short' })

describe('a London day', () => {
  test.for([
    ['2026-07-01T22:59:59.999Z', '2026-07-01', 'the last millisecond of a summer day'],
    ['2026-07-01T23:00:00Z', '2026-07-02', 'midnight in summer'],
    ['2026-12-01T23:59:59.999Z', '2026-12-01', 'the last millisecond of a winter day'],
    ['2026-12-02T00:00:00Z', '2026-12-02', 'midnight in winter'],
    ['2026-10-24T23:00:00Z', '2026-10-25', 'the day of 25 hours begins'],
    ['2026-10-25T00:30:00Z', '2026-10-25', '01:30 for the first time'],
    ['2026-10-25T01:30:00Z', '2026-10-25', '01:30 for the second time'],
    ['2026-10-25T23:59:59Z', '2026-10-25', 'the day of 25 hours ends'],
    ['2027-03-28T00:59:59Z', '2027-03-28', 'before the hour that is missing'],
    ['2027-03-28T22:59:59Z', '2027-03-28', 'the day of 23 hours ends'],
    ['2027-03-28T23:00:00Z', '2027-03-29', 'and the next begins'],
  ] as const)('%s falls on %s: %s', ([instant, day]) => {
    expect(londonDay(instant)).toBe(day)
    expect(londonDay(new Date(instant))).toBe(day)
  })

  test.for([
    ['2026-10-25', '2026-10-24T23:00:00.000Z'],
    ['2026-10-26', '2026-10-26T00:00:00.000Z'],
    ['2027-03-28', '2027-03-28T00:00:00.000Z'],
    ['2027-03-29', '2027-03-28T23:00:00.000Z'],
  ] as const)('%s begins at %s', ([day, instant]) => {
    expect(startOfLondonDay(day).toISOString()).toBe(instant)
  })

  test('holds the instant it begins with and not the one before', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (date) => {
          const start = startOfLondonDay(londonDay(date))
          expect(start <= date).toBe(true)
          expect(londonDay(start)).toBe(londonDay(date))
          expect(londonDay(new Date(start.getTime() - 1)) < londonDay(date)).toBe(true)
        },
      ),
    )
  })
})

describe('the nightly slot', () => {
  test('is in the night and never between 01:00 and 01:59 [R54]', () => {
    fc.assert(
      fc.property(fc.string(), (school) => {
        const { hour, minute } = nightlySlot(school)
        expect([20, 21, 22, 23, 0, 2, 3, 4, 5]).toContain(hour)
        expect(minute).toBeGreaterThanOrEqual(0)
        expect(minute).toBeLessThan(60)
      }),
      { numRuns: 2000 },
    )
  })

  test('stays the same for a school, whatever release computes it', () => {
    // FNV-1a of 'foobar' is 0xbf9cf968, by its authors' own table.
    expect(nightlySlot('foobar')).toEqual({ hour: 22, minute: 40 })
    expect(nightlySlot('01JABCDEF')).toEqual({ hour: 2, minute: 47 })
  })

  test('spreads schools over all its hours', () => {
    const hours = new Map<number, number>()
    for (let school = 0; school < 9000; school += 1) {
      const { hour } = nightlySlot(`01JZ8${school.toString().padStart(8, '0')}`)
      hours.set(hour, (hours.get(hour) ?? 0) + 1)
    }
    expect(hours.size).toBe(9)
    for (const schools of hours.values()) expect(schools).toBeGreaterThan(700)
  })
})

describe('the next night', () => {
  const [evening, afterMidnight, morning] = [22, 0, 3]

  test.for([
    ['an evening, the night the clocks go back', evening, '2026-10-24T12:00:00Z', '2026-10-24'],
    ['an evening, the day after', evening, '2026-10-25T12:00:00Z', '2026-10-25'],
    ['midnight, the night the clocks go back', afterMidnight, '2026-10-24T12:00:00Z', '2026-10-25'],
    ['a morning, the night the clocks go back', morning, '2026-10-24T12:00:00Z', '2026-10-25'],
    ['an evening, before the clocks go forward', evening, '2027-03-27T12:00:00Z', '2027-03-27'],
    ['midnight, the night the clocks go forward', afterMidnight, '2027-03-27T12:00:00Z', '2027-03-28'],
    ['a morning, the night the clocks go forward', morning, '2027-03-27T12:00:00Z', '2027-03-28'],
    ['a morning, the day after', morning, '2027-03-28T12:00:00Z', '2027-03-29'],
  ] as const)('comes at the same time of the clock: %s [R54]', ([, hour, after, night]) => {
    const school = schoolAt(hour)
    const next = nextNightly(school, new Date(after))
    expect(nightOf(next)).toBe(night)
    expect(clock(next)).toEqual({ ...nightlySlot(school), hour })
  })

  test('is strictly after, so that a run that ends at once is not run again', () => {
    const school = schoolAt(evening)
    const first = nextNightly(school, new Date('2026-10-24T12:00:00Z'))
    const second = nextNightly(school, first)
    expect(second.getTime() - first.getTime()).toBe(25 * 3_600_000)
    expect(nextNightly(school, new Date(first.getTime() - 1))).toEqual(first)
  })

  test('comes once on every day of the year', () => {
    fc.assert(
      fc.property(fc.string(), (school) => {
        const nights: string[] = []
        const end = startOfLondonDay('2027-09-01')
        let at = nextNightly(school, new Date(startOfLondonDay('2026-09-01').getTime() - 1))
        for (; at < end; at = nextNightly(school, at)) {
          expect(clock(at)).toEqual(nightlySlot(school))
          nights.push(nightOf(at))
        }
        expect(new Set(nights).size).toBe(nights.length)
        expect(nights).toHaveLength(365)
      }),
      { numRuns: 10 },
    )
  })
})

/** A school whose minute of the night lies in an hour. */
function schoolAt(hour: number): string {
  const schools = Array.from({ length: 1000 }, (_, school) => `school-${school}`)
  return schools.find((school) => nightlySlot(school).hour === hour) ?? 'no school'
}

/** What a clock in London shows, by another way than the code under test. */
function clock(instant: Date): { hour: number; minute: number } {
  const [hour = NaN, minute = NaN] = wall.format(instant).split(':').map(Number)
  return { hour, minute }
}
