import { describe, expect, test } from 'vitest'
import type { Agreement } from '../../agreement/agreement.js'
import { defaultGrant } from '../../agreement/grant.js'
import { itemCodes, items } from '../../agreement/items.js'
import { shippedAgreements } from '../../agreement/shipped.js'

const [portal, planner] = shippedAgreements() as [Agreement, Agreement]

test('both founding agreements come with the product, with parties, purposes and connectors', () => {
  expect([portal, planner].map(({ id, version, connectors }) => [id, version, connectors])).toEqual([
    ['assessment-portal', 1, ['wonde', 'xporter']],
    ['seating-planner', 1, ['xporter']],
  ])
})

describe.for([portal, planner])('$id', (agreement) => {
  test('leaves every special category to the school’s explicit tick [R28] [R29]', () => {
    const granted = defaultGrant(agreement)
    expect(granted.filter((code) => items[code].special)).toEqual([])
    for (const { code, special } of agreement.items) expect(special).toBe(items[code].special)
  })

  test('grants by default the items no list can do without', () => {
    expect(defaultGrant(agreement)).toEqual(expect.arrayContaining(['pupil.misId', 'pupil.upn', 'pupil.name']))
  })

  test('takes of the school its establishment number and name, nothing else [R34]', () => {
    expect(codesOf(agreement).filter((code) => code.startsWith('school.'))).toEqual([
      'school.establishmentNumber',
      'school.name',
    ])
  })

  test('refuses contacts, guests and people not yet started [R27] [R33] [R38]', () => {
    expect(agreement.people).toMatchObject({ preAdmission: 'untilStart', guests: 'refuse', contacts: 'refuse' })
  })

  test('says in plain words what is agreed, to whom a school writes, and what settles where its contract is silent', () => {
    expect(agreement.terms.length).toBeGreaterThan(5)
    expect(agreement.notices.school).toBe('main')
    expect(agreement.baseline.map(({ field }) => field)).toContain('time.staffMaxDisabled')
  })

  test('keeps every school in a database of its own, in the United Kingdom', () => {
    expect(agreement).toMatchObject({ isolation: 'database', heldIn: 'United Kingdom' })
    expect(agreement.subProcessors.map(({ country }) => country)).toEqual(['United Kingdom'])
  })

  test('disables staff who left until the school decides, for six months at most', () => {
    expect(agreement.time).toMatchObject({ staffLeaver: 'disable_then_school_decides', staffMaxDisabled: 'P6M' })
  })

  test('uses control facts for keeping time and for nothing else', () => {
    expect(agreement.controlFacts).toEqual(
      ['enrolmentStatus', 'spells', 'classYears'].map((fact) => ({ fact, purpose: 'keeping time' })),
    )
  })
})

describe('seating-planner', () => {
  test.for([
    'pupil.dateOfBirth',
    'pupil.medical',
    'pupil.pupilPremium',
    'pupil.eal',
    'pupil.giftedTalented',
    'pupil.inCare',
    'pupil.serviceChild',
    'pupil.sen',
    'staff.dateOfBirth',
  ] as const)('stars %s and leaves it off by default [R29]', (code) => {
    expect(planner.items.find((item) => item.code === code)).toMatchObject({ default: 'denied', starred: true })
  })

  test('grants by default what its contract lists without a star, ethnicity and single assessments excepted [R28]', () => {
    const withheld = ['pupil.assessments']
    const unstarred = itemCodes.filter((code) => !items[code].starred && !withheld.includes(code))
    expect([...defaultGrant(planner)].sort()).toEqual([...unstarred].sort())
  })

  test('speaks of every item there is', () => {
    expect([...codesOf(planner)].sort()).toEqual([...itemCodes].sort())
  })

  test('does not grant all assessments by one tick of ours [R31]', () => {
    expect(defaultGrant(planner)).not.toContain('pupil.assessments')
  })
})

describe('assessment-portal', () => {
  test('grants by default who a pupil is and where in the school, and who teaches', () => {
    expect(defaultGrant(portal)).toEqual([
      'pupil.misId',
      'pupil.upn',
      'pupil.uln',
      'pupil.name',
      'pupil.gender',
      'pupil.startDate',
      'pupil.leavingDate',
      'pupil.yearGroup',
      'pupil.registrationGroup',
      'pupil.classes',
      'pupil.groups',
      'staff.misId',
      'staff.title',
      'staff.initials',
      'staff.name',
      'staff.groups',
      'school.establishmentNumber',
      'school.name',
      'group.name',
      'group.type',
    ])
  })

  test('marks what its contract is silent about as ours', () => {
    const ours = portal.items.filter(({ source }) => source === 'baseline').map(({ code }) => code)
    expect(ours.every((code) => code.startsWith('staff.') || code === 'pupil.photo')).toBe(true)
    expect(ours).toHaveLength(9)
  })
})

test.for([
  [
    'a leaver',
    portal.time.pupilLeaver,
    planner.time.pupilLeaver,
    { mode: 'grace', max: 'P6M', anchor: 'leaving_date' },
    { mode: 'immediate', stated: 'PT24H', absent: 'PT48H' },
  ],
  ['a leaver’s visibility', portal.time.leaverVisibility, planner.time.leaverVisibility, 'reporting', 'hidden'],
  [
    'results after leaving',
    portal.people.acceptResultsAfterLeaving,
    planner.people.acceptResultsAfterLeaving,
    true,
    false,
  ],
  [
    'the top year',
    portal.stageRule,
    planner.stageRule,
    { post16CountsAsStage: true, stillOnRoll: 'ask_then_erase' },
    null,
  ],
  ['the contract’s end', portal.time.contractEnd, planner.time.contractEnd, 'P6M', 'PT48H'],
  ['the un-named audit', portal.tenantEnd.unnamedAudit, planner.tenantEnd.unnamedAudit, 'P5Y', 'none'],
  ['earlier years’ attendance', portal.time.attendanceCurrentYear, planner.time.attendanceCurrentYear, false, true],
  ['synchronising by hand', portal.sync.modes, planner.sync.modes, ['automatic', 'manual'], ['automatic']],
  [
    'other recipients',
    portal.downstream.map(({ recipient }) => recipient),
    planner.downstream,
    ['local-authority', 'trust', 'diocese'],
    [],
  ],
  ['outside tests', every(portal, 'health-check'), every(planner, 'penetration-test'), 'P1Y', 'P1M'],
] as const)('the two settle %s each in its own way', ([, ofPortal, ofPlanner, F, M]) => {
  expect([ofPortal, ofPlanner]).toEqual([F, M])
})

function every({ evidence }: Agreement, code: string): string | undefined {
  return evidence.find((entry) => entry.code === code)?.every
}

function codesOf(agreement: Agreement): readonly string[] {
  return agreement.items.map(({ code }) => code)
}
