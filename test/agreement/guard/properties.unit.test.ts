import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GroupLoss, GuardFacts, Loss } from '../../../agreement/guard/guard.js'
import { items } from '../../../agreement/items.js'
import { judge } from './support.js'

/** Parts of a whole, each a share of what the ones before it left. */
const parts = (whole: number, shares: readonly number[]) => {
  let left = whole
  return shares.map((share) => {
    const part = Math.floor(left * share)
    left -= part
    return part
  })
}

const share = fc.constantFrom(0, 0.02, 0.06, 0.3, 0.5, 0.9, 1)
const size = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 41, max: 3000 }))
const kind = fc.constantFrom('pupil' as const, 'staff' as const)

const anyLoss = fc.tuple(kind, size, share, share, share, share).map(([of, listedBefore, gone, ...shares]): Loss => {
  const missing = Math.floor(listedBefore * gone)
  const [stated = 0, dated = 0, cohort = 0] = parts(missing, shares)
  return { kind: of, listedBefore, missing, stated, dated, cohort: of === 'pupil' ? cohort : 0 }
})
const counted = fc.tuple(size, share).map(([of, one]) => ({ of, count: Math.floor(of * one) }))
const anyGroups = fc.tuple(counted, counted).map(([groups, memberships]): GroupLoss => ({
  listedBefore: groups.of,
  missing: groups.count,
  memberships: memberships.of,
  ended: memberships.count,
}))
const anyFacts: fc.Arbitrary<GuardFacts> = fc.record({
  today: fc.constant('2027-03-02'),
  losses: fc.array(anyLoss, { maxLength: 2 }),
  blanked: fc.array(
    fc
      .tuple(fc.constantFrom('pupil.upn' as const, 'pupil.yearGroup' as const, 'pupil.leavingDate' as const), counted)
      .map(([item, { of, count }]) => ({ item, had: of, blanked: count })),
    { maxLength: 3 },
  ),
  renamed: fc.array(
    fc.tuple(kind, counted).map(([of, { of: listed, count }]) => ({ kind: of, listed, renamed: count })),
    { maxLength: 2 },
  ),
  groups: anyGroups,
  permissionsNarrowed: fc.boolean(),
})

// fast-check prints the seed and the smallest facts that fail.
const always = (holds: (facts: GuardFacts, rollover: boolean) => void) =>
  fc.assert(fc.property(anyFacts, fc.boolean(), holds), { numRuns: 1_000 })

test('whatever waits is more than its limit, and its words give its figures', () => {
  always((facts, rollover) => {
    for (const { figures, words, item } of judge(facts, { rollover })) {
      const { of, count, percent, limit } = figures
      expect(count).toBeGreaterThan(limit)
      expect(count).toBeLessThanOrEqual(of)
      expect(Math.abs(percent - (count / of) * 100)).toBeLessThanOrEqual(0.0501)
      const said = item ? words.replace(items[item].label, '') : words
      for (const figure of limit === 0 ? [of, count, percent] : [of, count, percent, limit])
        expect(said.match(/\d+(\.\d+)?/g)).toContain(String(figure))
    }
  })
})

test('nothing about people waits where the source states every loss, whatever the number [K14]', () => {
  always(({ losses, ...facts }, rollover) => {
    const stated = losses.map((loss) => ({ ...loss, stated: loss.missing, dated: 0, cohort: 0 }))
    const held = judge({ ...facts, losses: stated }, { rollover }).map(({ what }) => what)
    expect(held.filter((what) => what !== 'blanked' && what !== 'renamed' && what !== 'groups')).toEqual([])
  })
})

test('a rollover holds nothing that term would not hold', () => {
  always((facts) => {
    const inTerm = judge(facts).map(({ what, item, kind: of }) => `${what} ${item ?? ''} ${of ?? ''}`)
    for (const { what, item, kind: of } of judge(facts, { rollover: true }))
      expect(inTerm).toContain(`${what} ${item ?? ''} ${of ?? ''}`)
  })
})

test('one more who is missing and unexplained never lets go what was held', () => {
  always(({ losses, ...facts }, rollover) => {
    const worse = losses.map((loss) =>
      loss.missing < loss.listedBefore ? { ...loss, missing: loss.missing + 1 } : loss,
    )
    const held = new Set(judge({ ...facts, losses: worse }, { rollover }).map(({ what }) => what))
    for (const { what } of judge({ ...facts, losses }, { rollover })) expect(held).toContain(what)
  })
})
