import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startOf } from '../../../agreement/retention/days.js'
import { factsSchema } from '../../../agreement/retention/facts.js'
import { countsFrom } from '../../../agreement/retention/policy-change.js'
import { retentionOf, retentionUnder } from '../../../agreement/retention/retention.js'
import { anyFacts, instant } from './any-facts.js'
import { planner, portal, within } from './support.js'

const policies = fc.constantFrom(portal, planner, within('P3M'), within('P12M'), { ...portal, stageEnd: null }, { ...planner, staffLeaver: 'erase' as const }) // prettier-ignore

test('whatever the facts and the policies, a change makes nothing due sooner than 28 days after it, and nothing later that had begun', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(anyFacts, policies, policies, instant, (given, first, policy, at) => {
      const facts = factsSchema.parse(given)
      const from = Date.parse(at)
      const before = retentionOf(facts, first).dates
      const after = retentionUnder(facts, { first, changes: [{ policy, from }] }).dates
      const notice = startOf(countsFrom(from))
      // Nothing was told after the change: every date was there before it.
      const told = facts.now <= from ? [] : [...facts.notices, ...facts.reads, ...facts.answers].map((one) => one.at)
      if (told.some((one) => one > from) || facts.subject.status === 'P' || facts.school.contract?.endedAt) return
      for (const date of after.filter(({ rule }) => ['leaver', 'staffCap', 'staffLeft', 'contractEnd'].includes(rule))) {
        const old = before.find(({ rule }) => rule === date.rule)
        if (old?.dueAt !== date.dueAt && (!old || date.dueAt < old.dueAt)) {
          expect(date.dueAt).toBeGreaterThanOrEqual(notice)
          expect(date.eraseAt).toBeGreaterThanOrEqual(notice)
        }
        if (old && date.rule === 'leaver' && facts.now > from && facts.subject.spells.length === 0) expect(date.dueAt).toBeLessThanOrEqual(old.dueAt)
      }
    }),
    { numRuns: 2_000 },
  )
}) // prettier-ignore
