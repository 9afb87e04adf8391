import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf } from '../../../agreement/retention/days.js'
import { leavingOf } from '../../../agreement/retention/leaving.js'
import { factsSchema, knownAt } from '../../../agreement/retention/facts.js'
import type { Facts } from '../../../agreement/retention/facts.js'
import { retentionOf } from '../../../agreement/retention/retention.js'
import type { Retention } from '../../../agreement/retention/retention.js'
import { anyFacts } from './any-facts.js'
import { planner, portal } from './support.js'

const policy = fc.constantFrom(portal, planner)

/** One set of facts in two orders: what is asked of it below is asked of every one. */
const orders = fc.tuple(anyFacts, policy, fc.integer())

// fast-check prints the seed and the smallest facts that fail.
test(
  'whatever the facts, in any order: the same dates, none begun early, none planned past its promise, the earliest first [R14]',
  { timeout: 120_000 },
  () => {
    fc.assert(
      fc.property(orders, ([given, law, turn]) => {
        const facts = factsSchema.parse(given)
        const retention = retentionOf(facts, law)
        expect(retentionOf(turned(facts, turn), law)).toEqual(retention)
        if (facts.stays.length === 0) neverEarlyNeverPastDue(facts.now, retention)
        earliestFirst(retention)
        leaverHasDate(facts, retention)
      }),
      { numRuns: 10_000 },
    )
  },
)

function neverEarlyNeverPastDue(now: number, { dates }: Retention): void {
  for (const { eraseAt, begins, dueAt, planned } of dates) {
    if (eraseAt < begins) expect.fail('erasing would begin before the clock has started')
    if (!planned && begins > Math.max(now, dueAt)) expect.fail('a date runs whose clock has not started')
    if (eraseAt > Math.max(dueAt, begins)) expect.fail('erasing is planned behind the promise')
  }
}

function earliestFirst({ dates, wins }: Retention): void {
  const own = dates.filter(({ item, planned }) => item === undefined && !planned)
  if (own.length === 0) return
  expect(dates[0]?.dueAt).toBe(Math.min(...own.map(({ dueAt }) => dueAt)))
  expect(wins).toBe(dates[0]?.rule)
}

/** Everybody whom the school itself said to have left has a date that keeps the promise. */
function leaverHasDate(facts: Facts, { dates }: Retention): void {
  const { told, lastDay } = leavingOf(knownAt(facts))
  if (!told || (lastDay !== null && lastDay >= dayOf(facts.now))) return
  expect(dates.some(({ planned, item }) => !planned && item === undefined)).toBe(true)
}

function turned(facts: Facts, turn: number): Facts {
  const { notices, reads, withdrawn, answers, stays, subject } = facts
  return {
    ...facts,
    subject: { ...subject, spells: rotate(subject.spells, turn), years: rotate(subject.years, turn) },
    notices: rotate(notices, turn),
    reads: rotate(reads, turn),
    withdrawn: rotate(withdrawn, turn),
    answers: rotate(answers, turn),
    stays: rotate(stays, turn),
  }
}

function rotate<T>(list: readonly T[], turn: number): T[] {
  const at = list.length === 0 ? 0 : Math.abs(turn) % list.length
  return [...list.slice(at), ...list.slice(0, at)]
}
