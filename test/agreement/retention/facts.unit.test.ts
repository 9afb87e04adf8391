import { describe, expect, test } from 'vitest'
import { factsSchema, knownAt } from '../../../agreement/retention/facts.js'
import { spellsOn } from '../../../agreement/retention/spells.js'

const now = '2026-11-24T12:00:00Z'
const at = (instant: string) => Date.parse(instant)
const known = (more: object) => knownAt(factsSchema.parse({ now, school: {}, subject: { kind: 'pupil' }, ...more }))
const later = '2026-11-24T12:00:00.001Z'

describe('what is known at an instant', () => {
  test('is what happened up to it, and nothing later', () => {
    const facts = known({
      notices: [now, later].map((at) => ({ at, by: 'api' })),
      reads: [now, later].map((at) => ({ at, whole: true, listed: true })),
      answers: [now, later].map((at) => ({ at, rule: 'stageEnd', answer: 'left' })),
      withdrawn: [now, later].map((at) => ({ at })),
      stays: [now, later].map((from) => ({ kind: 'sar', from, reviewBy: '2026-12-01' })),
    })
    const { notices, reads, answers, withdrawn, stays } = facts
    for (const list of [notices, reads, answers, withdrawn]) expect(list.map((one) => one.at)).toEqual([at(now)])
    expect(stays.map(({ from }) => from)).toEqual([at(now)])
  })

  test('is of an end that lies ahead that there is none yet', () => {
    const ends = (end: string) => {
      const { withdrawn, stays } = known({
        withdrawn: [{ at: '2026-11-01T00:00:00Z', grantedAgainAt: end }],
        stays: [{ kind: 'sar', from: '2026-11-01T00:00:00Z', reviewBy: '2026-12-01', endedAt: end }],
      })
      return [withdrawn[0]?.grantedAgainAt, stays[0]?.endedAt]
    }
    expect(ends(now)).toEqual([at(now), at(now)])
    expect(ends(later)).toEqual([null, null])
  })

  test('stands in the order of time, whatever the order of the file', () => {
    const one = { at: '2026-11-01T00:00:00Z', by: 'api' }
    const two = { at: '2026-11-02T00:00:00Z', by: 'leaverRow' }
    const years = [{ from: '2025-09-01', year: '10' }, { from: '2026-09-01', year: '11' }]
    const spells = [{ start: null, leaving: '2019-07-20' }, { start: '2020-09-01' }, { start: '2026-09-01' }]
    const stays = ['2026-11-01', '2026-11-02'].map((from) => ({ kind: 'legal', from, reviewBy: '2026-12-01' }))
    const facts = known({ notices: [one, two], stays, subject: { kind: 'pupil', years, spells } })
    const turned = known({
      notices: [two, one],
      stays: stays.toReversed(),
      subject: { kind: 'pupil', years: years.toReversed(), spells: spells.toReversed() },
    })
    expect(turned).toEqual(facts)
    expect(facts.notices.map(({ by }) => by)).toEqual(['api', 'leaverRow'])
    expect(facts.subject.years.map(({ year }) => year)).toEqual(['10', '11'])
    expect(facts.subject.spells.map(({ start }) => start)).toEqual([null, '2020-09-01', '2026-09-01'])
    expect(facts.stays.map(({ from }) => from)).toEqual(['2026-11-01', '2026-11-02'].map((day) => at(`${day}T00:00:00Z`)))
  }) // prettier-ignore

  test('stands in one order where two share an instant', () => {
    const notices = ['api', 'leaverRow', 'absent'].map((by) => ({ at: now, by }))
    const orders = [notices, notices.toReversed(), [notices[1], notices[0], notices[2]]].map(
      (list) => known({ notices: list }).notices,
    )
    expect(orders[1]).toEqual(orders[0])
    expect(orders[2]).toEqual(orders[0])
  })
})

describe('of spells', () => {
  const today = '2026-11-24'
  const said = (...list: readonly (readonly [string | null, string | null])[]) => {
    const { present, before, announced, overlap } = spellsOn(list.map(([start, leaving]) => ({ start, leaving })), today)
    const of = (one: typeof present) => one && [one.start, one.leaving]
    return [of(present), of(before), of(announced), overlap]
  } // prettier-ignore

  test.for([
    ['none', [], [null, null, null, false]],
    ['one that begins today is present', [[today, null]], [[today, null], null, null, false]],
    ['one that begins tomorrow is announced', [['2026-11-25', null]], [null, null, ['2026-11-25', null], false]],
    ['one without a start is present', [[null, null]], [[null, null], null, null, false]],
    ['two with a day between are two', [['2020-09-01', '2025-07-20'], ['2025-07-22', null]], [['2025-07-22', null], ['2020-09-01', '2025-07-20'], null, false]],
    ['two that touch are one', [['2020-09-01', '2025-07-20'], ['2025-07-21', null]], [['2020-09-01', null], null, null, false]],
    ['two that share a day are one, and overlap', [['2020-09-01', '2025-07-20'], ['2025-07-20', null]], [['2020-09-01', null], null, null, true]],
    ['one within another ends with that', [['2020-09-01', '2026-07-20'], ['2021-09-01', '2022-07-20']], [['2020-09-01', '2026-07-20'], null, null, true]],
    ['one that goes on longer ends later', [['2020-09-01', '2022-07-20'], ['2021-09-01', '2026-07-20']], [['2020-09-01', '2026-07-20'], null, null, true]],
    ['one after an open one ends nothing', [['2020-09-01', null], ['2021-09-01', '2022-07-20']], [['2020-09-01', null], null, null, true]],
    ['one without a start after one that ended is the same, and no overlap', [['2020-09-01', '2022-07-20'], [null, '2026-07-20']], [['2020-09-01', '2026-07-20'], null, null, false]],
    ['one announced after two', [['2018-09-01', '2019-07-20'], ['2020-09-01', '2022-07-20'], ['2027-01-04', null]], [['2020-09-01', '2022-07-20'], ['2018-09-01', '2019-07-20'], ['2027-01-04', null], false]],
  ] as const)('%s', ([, spells, expected]) => {
    expect(said(...spells)).toEqual(expected)
  }) // prettier-ignore
})
