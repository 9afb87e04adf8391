import { describe, expect, test } from 'vitest'
import type { GroupLoss, GuardFacts, Loss, Risk } from '../../../agreement/guard/guard.js'
import { guards, judge, loss, quiet, reasons } from './support.js'

test('nothing waits where nobody is missing and nothing has vanished', () => {
  expect(judge(quiet)).toEqual([])
  expect(judge({ losses: [loss({}), loss({ kind: 'staff' })], permissionsNarrowed: true })).toEqual([])
})

type Case = readonly [name: string, loss: Partial<Loss>, held: readonly Risk['what'][]]

describe('pupils who are gone', () => {
  test.for<Case>([
    ['five of sixty, the floor', { listedBefore: 60, missing: 5 }, []],
    ['six of sixty', { listedBefore: 60, missing: 6 }, ['unexplainedPupils']],
    ['ten of two hundred, five percent', { missing: 10 }, []],
    ['eleven of two hundred', { missing: 11 }, ['unexplainedPupils']],
    ['ten of 219, for a share of ten pupils and a bit is ten', { listedBefore: 219, missing: 10 }, []],
    ['eleven of 219', { listedBefore: 219, missing: 11 }, ['unexplainedPupils']],
    ['eleven of 220', { listedBefore: 220, missing: 11 }, []],
    ['seventy of whom the source states sixty', { missing: 70, stated: 60 }, []],
    ['seventy of whom the source states 59', { missing: 70, stated: 59 }, ['unexplainedPupils']],
    ['seventy of whom sixty have a last day that is over', { missing: 70, dated: 60 }, []],
    ['seventy of whom 59 have one', { missing: 70, dated: 59 }, ['unexplainedPupils']],
    ['seventy of whom sixty were in the top year', { missing: 70, cohort: 60 }, []],
    ['seventy of whom 59 were', { missing: 70, cohort: 59 }, ['unexplainedPupils']],
    ['seventy, twenty of each', { missing: 70, stated: 20, dated: 20, cohort: 20 }, []],
    ['eighty, two fifths, all of the top year', { missing: 80, cohort: 80 }, []],
    ['81, all of the top year', { missing: 81, cohort: 81 }, ['pupils']],
    ['81, all but one of them stated', { missing: 81, stated: 80 }, ['pupils']],
    ['81, all but one of them dated', { missing: 81, dated: 80 }, ['pupils']],
    ['81, all of them stated [K14]', { missing: 81, stated: 81 }, []],
    ['81, stated or dated', { missing: 81, stated: 41, dated: 40 }, []],
    ['the whole school, stated [K14]', { missing: 200, stated: 200 }, []],
    ['the whole school, unexplained', { missing: 200 }, ['unexplainedPupils', 'pupils']],
    ['five of eight, the floor', { listedBefore: 8, missing: 5, cohort: 5 }, []],
    ['six of eight', { listedBefore: 8, missing: 6, cohort: 6 }, ['pupils']],
  ])('%s', ([, more, held]) => {
    expect(reasons({ losses: [loss(more)] })).toEqual(held)
    expect(reasons({ losses: [loss(more)] }, { rollover: true })).toEqual(held)
  })

  test('says of how many, how many, which share and up to how many none is held', () => {
    const [unexplained, drop] = judge({ losses: [loss({ missing: 83, stated: 10, dated: 5, cohort: 40 })] })
    expect(unexplained).toMatchObject({
      what: 'unexplainedPupils',
      kind: 'pupil',
      figures: { of: 200, count: 28, percent: 14, limit: 10 },
    })
    expect(drop).toMatchObject({
      what: 'pupils',
      kind: 'pupil',
      figures: { of: 200, count: 83, percent: 41.5, limit: 80 },
    })
  })
})

const staff = (more: Partial<Loss>) => loss({ kind: 'staff', listedBefore: 40, ...more })

describe('staff who are gone', () => {
  test.for<readonly [string, Partial<Loss>, inTerm: boolean, inRollover: boolean]>([
    ['eight of forty, a fifth', { missing: 8 }, false, false],
    ['nine of forty', { missing: 9 }, true, true],
    ['twelve of forty of whom four are stated', { missing: 12, stated: 4 }, false, false],
    ['twelve of forty of whom four have a last day that is over', { missing: 12, dated: 4 }, false, false],
    ['all of forty, stated [K14]', { missing: 40, stated: 40 }, false, false],
    ['three of seven', { listedBefore: 7, missing: 3 }, false, false],
    ['four of seven, more than half', { listedBefore: 7, missing: 4 }, true, true],
    ['four of eight, half', { listedBefore: 8, missing: 4 }, true, false],
    ['five of eight', { listedBefore: 8, missing: 5 }, true, true],
    ['six of twenty, twice the floor', { listedBefore: 20, missing: 6 }, true, false],
    ['seven of twenty', { listedBefore: 20, missing: 7 }, true, true],
    ['six of thirty', { listedBefore: 30, missing: 6 }, false, false],
    ['seven of thirty', { listedBefore: 30, missing: 7 }, true, true],
    ['three of four, the floor', { listedBefore: 4, missing: 3 }, false, false],
    ['all of four', { listedBefore: 4, missing: 4 }, true, true],
  ])('%s', ([, more, inTerm, inRollover]) => {
    expect(reasons({ losses: [staff(more)] })).toEqual(inTerm ? ['staff'] : [])
    expect(reasons({ losses: [staff(more)] }, { rollover: true })).toEqual(inRollover ? ['staff'] : [])
  })

  test('are counted without those whom the source states to have left', () => {
    const [risk] = judge({ losses: [staff({ missing: 15, stated: 3, dated: 2 })] })
    expect(risk).toMatchObject({ kind: 'staff', figures: { of: 40, count: 10, percent: 25, limit: 8 } })
  })
})

describe('an item that has become empty', () => {
  const blanked = (had: number, count: number, item: GuardFacts['blanked'][number]['item'] = 'pupil.dateOfBirth') => ({
    blanked: [{ item, had, blanked: count }],
  })
  test.for<readonly [string, Partial<GuardFacts>, boolean]>([
    ['for twenty of a hundred', blanked(100, 20), false],
    ['for 21 of a hundred', blanked(100, 21), true],
    ['for ten of ten, the floor', blanked(10, 10), false],
    ['for eleven of eleven', blanked(11, 11), true],
    ['of staff, for eleven', blanked(11, 11, 'staff.email'), true],
    ['being the last day on roll, by which all of them stay', blanked(100, 100, 'pupil.leavingDate'), false],
    ['being the first day', blanked(100, 100, 'pupil.startDate'), true],
  ])('%s', ([, facts, held]) => {
    expect(reasons(facts)).toEqual(held ? ['blanked'] : [])
    expect(reasons(facts, { rollover: true })).toEqual(held ? ['blanked'] : [])
  })

  test.for(['pupil.registrationGroup', 'pupil.yearGroup'] as const)('waits in term only, where it is %s', (item) => {
    expect(reasons(blanked(100, 100, item))).toEqual(['blanked'])
    expect(reasons(blanked(100, 100, item), { rollover: true })).toEqual([])
  })

  test('is named, each by itself', () => {
    const facts = [
      { item: 'pupil.upn', had: 150, blanked: 60 },
      { item: 'pupil.name', had: 200, blanked: 3 },
      { item: 'staff.title', had: 30, blanked: 30 },
    ] as const
    expect(judge({ blanked: facts })).toMatchObject([
      { what: 'blanked', item: 'pupil.upn', figures: { of: 150, count: 60, percent: 40, limit: 30 } },
      { what: 'blanked', item: 'staff.title', figures: { of: 30, count: 30, percent: 100, limit: 10 } },
    ])
  })
})

test.for<readonly [string, GuardFacts['renamed'][number], boolean]>([
  ['twenty of two hundred pupils', { kind: 'pupil', listed: 200, renamed: 20 }, false],
  ['21 of two hundred pupils', { kind: 'pupil', listed: 200, renamed: 21 }, true],
  ['five of seven staff, the floor', { kind: 'staff', listed: 7, renamed: 5 }, false],
  ['six of seven staff', { kind: 'staff', listed: 7, renamed: 6 }, true],
])('other names for %s', ([, one, held]) => {
  expect(reasons({ renamed: [one] })).toEqual(held ? ['renamed'] : [])
  expect(reasons({ renamed: [one] }, { rollover: true })).toEqual(held ? ['renamed'] : [])
  for (const risk of judge({ renamed: [one] })) expect(risk.kind).toBe(one.kind)
})

describe('groups and memberships', () => {
  const groups = (more: Partial<GroupLoss>) => ({ groups: { ...quiet.groups, ...more } })
  test.for<readonly [string, Partial<GroupLoss>, readonly (string | undefined)[]]>([
    ['twenty of forty groups', { missing: 20 }, []],
    ['21 of forty groups', { missing: 21 }, ['group']],
    ['five of seven groups, the floor', { listedBefore: 7, missing: 5 }, []],
    ['six of seven groups', { listedBefore: 7, missing: 6 }, ['group']],
    ['450 of 900 memberships', { ended: 450 }, []],
    ['451 of 900 memberships', { ended: 451 }, [undefined]],
    ['both', { missing: 30, ended: 700 }, ['group', undefined]],
  ])('that are gone: %s', ([, more, kinds]) => {
    const risks = judge(groups(more))
    expect(risks.map(({ what, kind }) => [what, kind])).toEqual(kinds.map((kind) => ['groups', kind]))
    expect(judge(groups(more), { rollover: true })).toEqual([])
  })

  test('are counted apart', () => {
    expect(judge(groups({ missing: 30, ended: 720 })).map(({ figures }) => figures)).toEqual([
      { of: 40, count: 30, percent: 75, limit: 20 },
      { of: 900, count: 720, percent: 80, limit: 450 },
    ])
  })
})

describe('permissions that became fewer', () => {
  const narrowed = (...losses: readonly Loss[]) => reasons({ losses, permissionsNarrowed: true })
  test.for<Case>([
    ['one is missing', { missing: 1 }, ['permissionsNarrowed']],
    ['one is missing of the top year', { missing: 1, cohort: 1 }, ['permissionsNarrowed']],
    ['all who are missing are stated [K14]', { missing: 9, stated: 9 }, []],
    ['all who are missing had a last day', { missing: 9, dated: 9 }, []],
    ['many are missing', { missing: 11 }, ['unexplainedPupils', 'permissionsNarrowed']],
  ])('and %s', ([, more, held]) => {
    expect(narrowed(loss(more))).toEqual(held)
  })

  test('hold pupils and staff each by itself, and nobody where they stayed as they were', () => {
    const losses = [loss({ missing: 3, stated: 1 }), staff({ missing: 1 })]
    expect(judge({ losses, permissionsNarrowed: true })).toMatchObject([
      { what: 'permissionsNarrowed', kind: 'pupil', figures: { of: 200, count: 2, percent: 1, limit: 0 } },
      { what: 'permissionsNarrowed', kind: 'staff', figures: { of: 40, count: 1, percent: 2.5, limit: 0 } },
    ])
    expect(judge({ losses })).toEqual([])
  })
})

test.for<readonly [keyof typeof guards, Partial<GuardFacts>]>([
  ['unexplainedPupils', { losses: [loss({ missing: 20 })] }],
  ['pupils', { losses: [loss({ missing: 100, cohort: 100 })] }],
  ['staff', { losses: [staff({ missing: 16 })] }],
  ['blankedItem', { blanked: [{ item: 'pupil.upn', had: 200, blanked: 80 }] }],
  ['renamedPeople', { renamed: [{ kind: 'pupil', listed: 200, renamed: 40 }] }],
  ['groups', { groups: { listedBefore: 40, missing: 30, memberships: 900, ended: 0 } }],
])('%s is judged by its own threshold, and by no other', ([name, facts]) => {
  const lenient = { percent: 90, atLeast: 5, schoolMaySet: { from: 1, to: 90 } }
  const allLenient = Object.fromEntries(
    Object.keys(guards).map((guard) => [guard, lenient]),
  ) as unknown as typeof guards
  expect(judge(facts)).toHaveLength(1)
  expect(judge(facts, { guards: { ...guards, [name]: lenient } })).toEqual([])
  expect(judge(facts, { guards: { ...allLenient, [name]: guards[name] } })).toHaveLength(1)
})
