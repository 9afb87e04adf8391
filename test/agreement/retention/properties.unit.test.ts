import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf } from '../../../agreement/retention/days.js'
import { leavingOf } from '../../../agreement/retention/leaving.js'
import { factsSchema, knownAt } from '../../../agreement/retention/facts.js'
import { retentionOf } from '../../../agreement/retention/retention.js'
import { ask, planner, portal } from './support.js'

const from = Date.parse('2024-01-01T00:00:00Z')
const to = Date.parse('2029-12-31T00:00:00Z')
const instant = fc.integer({ min: from, max: to }).map((ms) => new Date(ms).toISOString())
// Days around which rules turn stand out.
const day = fc.oneof(
  instant.map((text) => text.slice(0, 10)),
  fc.constantFrom('2026-08-31', '2026-09-01', '2028-02-29', '2027-02-28', '2026-10-25', '2027-03-28', '2026-07-20'),
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 4 })
const year = fc.constantFrom('N2', 'R', '6', '9', '10', '11', '12', '13', 'X')

const facts = fc.record({
  now: instant,
  school: fc.record({
    kind: maybe(fc.constantFrom('primary', 'secondary', 'special', 'nursery')),
    statutoryHighAge: maybe(fc.constantFrom(11, 16, 18, 19)),
    contract: maybe(fc.record({ endsOn: maybe(day), endedAt: maybe(instant) })),
  }),
  subject: fc.record({
    kind: fc.constantFrom('pupil', 'staff'),
    dateOfBirth: maybe(fc.constant('2011-02-28')),
    status: maybe(fc.constantFrom('C', 'M', 'G', 'P')),
    spells: few(fc.record({ start: maybe(day), leaving: maybe(day) })),
    years: few(fc.record({ from: day, year })),
  }),
  notices: few(
    fc.record({
      at: instant,
      by: fc.constantFrom('api', 'leaverRow', 'deletionRow', 'endedEnrolment', 'absent', 'optOut'),
      leftOn: maybe(day),
    }),
  ),
  reads: few(
    fc.record({ at: instant, whole: fc.boolean(), listed: fc.boolean(), leaving: maybe(day), start: maybe(day) }),
  ),
  withdrawn: few(
    fc.record({ at: instant, item: maybe(fc.constantFrom('pupil.sen', 'pupil.fsm')), grantedAgainAt: maybe(instant) }),
  ),
  answers: few(
    fc.record({ at: instant, rule: fc.constant('stageEnd'), answer: fc.constantFrom('repeatsYear', 'left', 'delete') }),
  ),
  stays: few(
    fc.record({
      kind: fc.constantFrom('sar', 'restriction', 'legal'),
      from: instant,
      reviewBy: day,
      endedAt: maybe(instant),
    }),
  ),
})
const policy = fc.constantFrom(portal, planner)
const RUNS = { numRuns: 10_000 }

test('answers whatever the facts, and the same in any order of them', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(facts, policy, fc.integer(), (given, law, turn) => {
      const turned = Object.fromEntries(
        Object.entries(given).map(([key, value]) => [key, Array.isArray(value) ? rotate<unknown>(value, turn) : value]),
      )
      const spells = rotate(given.subject.spells, turn)
      const years = rotate(given.subject.years, turn)
      expect(ask({ ...turned, subject: { ...given.subject, spells, years } }, law)).toEqual(ask(given, law))
    }),
    RUNS,
  )
})

test(
  'erases nobody before the clock has started, and plans every erasure ahead of its promise',
  { timeout: 120_000 },
  () => {
    fc.assert(
      fc.property(facts, policy, (given, law) => {
        const parsed = factsSchema.parse({ ...given, stays: [] })
        for (const { eraseAt, begins, dueAt, planned } of retentionOf(parsed, law).dates) {
          expect(eraseAt).toBeGreaterThanOrEqual(begins)
          if (!planned) expect(begins).toBeLessThanOrEqual(Math.max(parsed.now, dueAt))
          expect(eraseAt).toBeLessThanOrEqual(Math.max(dueAt, begins))
        }
      }),
      RUNS,
    )
  },
)

test('gives everybody whom the school said to have left a date that keeps the promise', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(facts, policy, (given, law) => {
      const parsed = factsSchema.parse(given)
      const { told, lastDay } = leavingOf(knownAt(parsed))
      if (!told || (lastDay !== null && lastDay >= dayOf(parsed.now))) return
      const { dates, wins } = retentionOf(parsed, law)
      expect(wins).not.toBeNull()
      expect(dates.some(({ planned, item }) => !planned && item === undefined)).toBe(true)
    }),
    RUNS,
  )
})

test('puts the earliest of the person’s own dates first', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(facts, policy, (given, law) => {
      const { dates, wins } = retentionOf(factsSchema.parse(given), law)
      const own = dates.filter(({ item, planned }) => item === undefined && !planned)
      if (own.length === 0) return
      expect(dates[0]?.dueAt).toBe(Math.min(...own.map(({ dueAt }) => dueAt)))
      expect(wins).toBe(dates[0]?.rule)
    }),
    RUNS,
  )
})

function rotate<T>(list: readonly T[], turn: number): T[] {
  const at = list.length === 0 ? 0 : Math.abs(turn) % list.length
  return [...list.slice(at), ...list.slice(0, at)]
}
