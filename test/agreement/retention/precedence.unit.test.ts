import { describe, expect, test } from 'vitest'
import { ruleCodes } from '../../../agreement/retention/date.js'
import { ask, planner, portal } from './support.js'

// All due at one instant: a leaving, a withdrawal, and a contract that ended.
const at = '2026-11-20T00:00:00Z'
const now = '2026-11-20T12:00:00Z'
const spells = [{ start: '2020-09-01' }]
const contract = { endedAt: '2026-11-19T00:00:00Z' }
const withdrawn = [{ at }, { at, item: 'pupil.sen' }]
const notices = [{ at, by: 'leaverRow' }]
const rulesOf = (given: object, policy = planner) =>
  ask({ now, school: { contract }, subject: { kind: 'pupil', spells }, ...given }, policy).dates.map(({ rule }) => rule)

test('ties are settled in the order of the codes, which the requirements give', () => {
  expect(ruleCodes).toEqual([
    'leaver',
    'stageEnd',
    'contractEnd',
    'pupilWithdrawn',
    'itemWithdrawn',
    'noLongerInScope',
    'attendanceYear',
    'staffLeft',
    'staffDeletedBySchool',
    'staffCap',
    'auditFiveYears',
  ])
  expect(rulesOf({ withdrawn, notices })).toEqual([
    'leaver',
    'contractEnd',
    'pupilWithdrawn',
    'itemWithdrawn',
    'attendanceYear',
  ])
})

test('the earliest wins over the order of the codes', () => {
  const sooner = [{ at: '2026-11-19T23:59:59Z' }]
  expect(rulesOf({ withdrawn: sooner, notices })[0]).toBe('pupilWithdrawn')
})

describe('what is flagged', () => {
  const flagsOf = (given: object, policy = portal) =>
    ask({ now, school: { statutoryHighAge: 18 }, subject: { kind: 'pupil', spells, years: [{ from: '2020-09-01', year: '7' }] }, ...given }, policy).flags // prettier-ignore
  const years = [{ from: '2020-09-01', year: '7' }]

  test.for([
    ['nothing of an ordinary pupil', {}, []],
    ['two spells that overlap', { subject: { kind: 'pupil', years, spells: [{ start: '2020-09-01', leaving: '2022-07-20' }, { start: '2022-07-01' }] } }, ['spellsOverlap']],
    ['a leaving before the start', { subject: { kind: 'pupil', years, spells: [{ start: '2026-10-01', leaving: '2026-09-30' }] } }, ['leavingBeforeStart']],
    ['no leaving on the first day', { subject: { kind: 'pupil', years, spells: [{ start: '2026-10-01', leaving: '2026-10-01' }] } }, []],
    ['what is past due', { subject: { kind: 'pupil', years, spells: [{ start: '2020-09-01', leaving: '2026-05-20' }] } }, ['late']],
    ['what is due at this instant', { now: at, subject: { kind: 'pupil', years, spells: [{ start: '2020-09-01', leaving: '2026-05-20' }] } }, ['late']],
    ['nothing the instant before', { now: '2026-11-19T23:59:59.999Z', subject: { kind: 'pupil', years, spells: [{ start: '2020-09-01', leaving: '2026-05-20' }] } }, []],
    ['nothing that is only planned, however long ago', { subject: { kind: 'pupil', years, spells: [{ start: '2020-09-01', leaving: '2026-05-20' }] }, reads: [{ at: '2026-11-01T02:00:00Z', whole: true, listed: true }] }, ['leaverStillOnRoll']],
  ] as const)('is %s', ([, given, flags]) => {
    expect(flagsOf(given)).toEqual(flags)
  }) // prettier-ignore

  test('is an absence that nobody confirmed, whatever else is due before', () => {
    const reads = [{ at, whole: true, listed: false }]
    expect(flagsOf({ reads, withdrawn: [{ at }] }, planner)).toEqual(['absenceUnconfirmed'])
  })
})
