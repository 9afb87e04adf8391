import { describe, expect, test } from 'vitest'
import { consequenceOf, diffAgreements } from '../../../agreement/diff/diff.js'
import { changesAfter, planner, portal, read } from './presets.js'

const opposite = { widens: 'narrows', narrows: 'widens', neither: 'neither' } as const

const inPortal = [
  ['pupil.fsm, default: denied', 'pupil.fsm, default: granted', 'items.pupil.fsm.default', 'widens'],
  ['  - { code: pupil.photo, default: denied, source: baseline }\n', '', 'items.pupil.photo', 'narrows'],
  [
    'pupil.inCare, default: denied',
    'pupil.inCare, default: denied, starred: false',
    'items.pupil.inCare.starred',
    'widens',
  ],
  ['pupil.fsm, default: denied', 'pupil.fsm, default: denied, special: true', 'items.pupil.fsm.special', 'narrows'],
  ['pupil.fsm, default: denied', 'pupil.fsm, default: denied, source: baseline', 'items.pupil.fsm.source', 'neither'],
  ['  - { fact: classYears, purpose: keeping time }\n', '', 'controlFacts.classYears', 'narrows'],
  ['max: P6M', 'max: P9M', 'time.pupilLeaver.max', 'widens'],
  ['anchor: leaving_date', 'anchor: notice', 'time.pupilLeaver.anchor', 'widens'],
  ['staffLeaver: disable_then_school_decides', 'staffLeaver: erase', 'time.staffLeaver', 'narrows'],
  ['staffMaxDisabled: P6M', 'staffMaxDisabled: P12M', 'time.staffMaxDisabled', 'widens'],
  ['stageEnd: P6M', 'stageEnd: P5M', 'time.stageEnd', 'narrows'],
  ['post16CountsAsStage: true', 'post16CountsAsStage: false', 'stageRule.post16CountsAsStage', 'narrows'],
  ['unnamedProfile: action_log', 'unnamedProfile: aggregate', 'tenantEnd.unnamedProfile', 'narrows'],
  ['modes: [automatic, manual]', 'modes: [automatic]', 'sync.modes.manual', 'widens'],
  ['manual], default: automatic', 'manual], default: manual', 'sync.default', 'narrows'],
  ['percent: 20', 'percent: 25', 'guards.staff.percent', 'widens'],
  ['atLeast: 3', 'atLeast: 4', 'guards.staff.atLeast', 'widens'],
  ['secondPersonAbove: 20', 'secondPersonAbove: 10', 'guards.secondPersonAbove', 'narrows'],
  ['from: 20, to: 50', 'from: 10, to: 60', 'guards.pupils.schoolMaySet', 'neither'],
  ['blankedItem: { percent: 20', 'blankedItem: { percent: 15', 'guards.blankedItem.percent', 'narrows'],
  ['renamedPeople: { percent: 10', 'renamedPeople: { percent: 12', 'guards.renamedPeople.percent', 'widens'],
  ['groups: { percent: 50, atLeast: 5', 'groups: { percent: 50, atLeast: 4', 'guards.groups.atLeast', 'narrows'],
  ['onErase: notify', 'onErase: recall', 'downstream.local-authority.onErase', 'narrows'],
  ['recipient: trust', 'recipient: federation', 'downstream.federation', 'widens'],
] as const

const inPlanner = [
  ['stated: PT24H', 'stated: PT36H', 'time.pupilLeaver.stated', 'widens'],
  ['absent: PT48H', 'absent: PT36H', 'time.pupilLeaver.absent', 'narrows'],
  ['leaverVisibility: hidden', 'leaverVisibility: reporting', 'time.leaverVisibility', 'widens'],
  ['contractEnd: PT48H', 'contractEnd: P6M', 'time.contractEnd', 'widens'],
  ['attendanceCurrentYear: true', 'attendanceCurrentYear: false', 'time.attendanceCurrentYear', 'widens'],
  ['hours: PT20H', 'hours: PT10H', 'time.margins', 'neither'],
  ['acceptResultsAfterLeaving: false', 'acceptResultsAfterLeaving: true', 'people.acceptResultsAfterLeaving', 'widens'],
  ['guests: refuse', 'guests: accept', 'people.guests', 'widens'],
  ['preAdmission: untilStart', 'preAdmission: accept', 'people.preAdmission', 'widens'],
  ['unnamedAudit: none', 'unnamedAudit: P5Y\n  unnamedProfile: aggregate', 'tenantEnd.unnamedAudit', 'widens'],
  ['returnOffered: true', 'returnOffered: false', 'tenantEnd.returnOffered', 'widens'],
  ['every: P1M', 'every: P3M', 'evidence.penetration-test.every', 'widens'],
  ['title: Seating planner', 'title: Planner', 'title', 'neither'],
  ['school: main', 'school: data', 'notices', 'neither'],
] as const

const rows = [
  ...inPortal.map((row) => [portal, ...row] as const),
  ...inPlanner.map((row) => [planner, ...row] as const),
]

test.for(rows.map((row) => ({ row, path: row[3], effect: row[4] })))(
  'a change of $path $effect, and back it does the opposite',
  ({ row: [text, was, is], path, effect }) => {
    const { there, back } = changesAfter(text, was, is)
    expect(there).toContainEqual(expect.objectContaining({ path, effect }))
    expect(back).toContainEqual(expect.objectContaining({ path, effect: opposite[effect] }))
  },
)

test.for([
  ['use the seating planner', 'use the planner', 'purposes'],
  ['The supplier of the planner', 'Somebody else', 'parties.processor'],
  ['heldIn: United Kingdom', 'heldIn: Ireland', 'heldIn'],
  ['country: United Kingdom', 'country: Ireland', 'subProcessors.hosting.country'],
] as const)('“%s” for “%s” widens whichever way, for no program can judge it', ([was, is, path]) => {
  const { there, back } = changesAfter(planner, was, is)
  for (const changes of [there, back])
    expect(changes).toContainEqual(expect.objectContaining({ path, effect: 'widens' }))
})

describe('what it asks of a school', () => {
  test.for([
    ['max: P6M', 'max: P9M', 'acceptance'],
    ['max: P6M', 'max: P3M', 'notice'],
    ['title: Assessment portal', 'title: Portal', 'notice'],
    ['version: 1', 'version: 2', 'nothing'],
  ] as const)('%s for %s: %s', ([was, is, asked]) => {
    expect(consequenceOf(changesAfter(portal, was, is).there)).toBe(asked)
  })

  test('one thing that widens is enough, whatever narrows beside it', () => {
    expect(consequenceOf(diffAgreements(read(planner), read(portal)))).toBe('acceptance')
    expect(consequenceOf(diffAgreements(read(portal), read(planner)))).toBe('acceptance')
  })
})

test('says in words what a school gets and loses', () => {
  const words = (text: string, was: string, is: string) =>
    changesAfter(text, was, is).there.map((change) => change.words)
  expect(words(portal, 'pupil.fsm, default: denied', 'pupil.fsm, default: granted')).toEqual([
    'Free school meals now: shared unless the school says no; so far only if it said yes.',
  ])
  expect(words(planner, 'contractEnd: PT48H', 'contractEnd: P6M')).toEqual([
    'Kept after the contract has ended: 6 months, so far 48 hours.',
  ])
  expect(words(portal, '  - { code: pupil.photo, default: denied, source: baseline }\n', '')).toEqual([
    'Photograph: no longer shared.',
  ])
})

test.for([
  [
    'unexplainedPupils: { percent: 5',
    'unexplainedPupils: { percent: 6',
    'Pupils gone for no known reason: held above 6 percent, so far 5.',
  ],
  [
    'pupils: { percent: 40, atLeast: 5',
    'pupils: { percent: 40, atLeast: 6',
    'Pupils gone: never held up to 6 people, so far 5.',
  ],
  [
    'staff: { percent: 20, atLeast: 3',
    'staff: { percent: 20, atLeast: 2',
    'Staff gone: never held up to 2 people, so far 3.',
  ],
  [
    'blankedItem: { percent: 20, atLeast: 10',
    'blankedItem: { percent: 20, atLeast: 9',
    'An item that has become empty: never held up to 9 people, so far 10.',
  ],
  [
    'renamedPeople: { percent: 10',
    'renamedPeople: { percent: 20',
    'People under another name: held above 20 percent, so far 10.',
  ],
  [
    'groups: { percent: 50, atLeast: 5',
    'groups: { percent: 50, atLeast: 7',
    'Groups gone, or memberships ended: never held up to 7 of them, so far 5.',
  ],
  [
    'from: 20, to: 80',
    'from: 30, to: 70',
    'Groups gone, or memberships ended: a school may set from 30 to 70 percent for itself.',
  ],
  ['secondPersonAbove: 20', 'secondPersonAbove: 30', 'One person may release 30 removals alone; so far 20.'],
  ['secondPersonAbove: 20', 'secondPersonAbove: 10', 'One person may release only 10 removals alone; so far 20.'],
] as const)('of a guard, %s for %s, it says “%s”', ([was, is, words]) => {
  expect(changesAfter(portal, was, is).there.map((change) => change.words)).toEqual([words])
})

test('an item that is new widens even where the school has to say yes', () => {
  const { back } = changesAfter(portal, '  - { code: pupil.photo, default: denied, source: baseline }\n', '')
  expect(back).toEqual([
    { path: 'items.pupil.photo', effect: 'widens', words: 'Photograph: new, and shared only if the school says yes.' },
  ])
})

test('a grace in place of erasing at once widens, and back it narrows', () => {
  const leavers = (before: string, after: string) =>
    diffAgreements(read(before), read(after)).filter(({ path }) => path === 'time.pupilLeaver')
  expect(leavers(planner, portal)).toMatchObject([{ effect: 'widens' }])
  expect(leavers(portal, planner)).toMatchObject([{ effect: 'narrows' }])
})
