import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf } from '../../../agreement/retention/days.js'
import { leavingOf } from '../../../agreement/retention/leaving.js'
import { factsSchema, knownAt } from '../../../agreement/retention/facts.js'
import { retentionOf } from '../../../agreement/retention/retention.js'
import { anyFacts } from './any-facts.js'
import { ask, planner, portal } from './support.js'

const policy = fc.constantFrom(portal, planner)
const RUNS = { numRuns: 10_000 }

test('answers whatever the facts, and the same in any order of them', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(anyFacts, policy, fc.integer(), (given, law, turn) => {
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
      fc.property(anyFacts, policy, (given, law) => {
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
    fc.property(anyFacts, policy, (given, law) => {
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
    fc.property(anyFacts, policy, (given, law) => {
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
