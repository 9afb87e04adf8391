import { describe, expect, test } from 'vitest'
import { questionKinds } from '../../../agreement/questions.js'
import { contractQuestion, unreadQuestion } from '../../../agreement/retention/school-question.js'
import { ask, planner, portal } from './support.js'

const secondary = { kind: 'secondary', statutoryHighAge: 16 }
const spells = [{ start: '2020-09-01' }]
const years = [{ from: '2025-09-01', year: '11' }]

describe('a school is asked about a pupil', () => {
  test.for([
    [
      'who stays on past the top year: before the date, on the days before it',
      { now: '2026-11-02T12:00:00Z', subject: { kind: 'pupil', spells, years } },
      { kind: 'stillOnRollPastTopYear', dueOn: '2027-01-31', asks: ['2026-11-02', '2027-01-01', '2027-01-22'], atOnce: false },
    ],
    [
      'of whose top year we learned late: at once and a week before',
      { now: '2027-01-20T03:00:00Z', subject: { kind: 'pupil', spells, years }, reads: [{ at: '2027-01-20T02:00:00Z', whole: true, listed: true, year: '11' }] },
      { kind: 'stillOnRollPastTopYear', dueOn: '2027-02-17', asks: ['2027-01-20', '2027-02-10'], atOnce: true },
    ],
    [
      'of whose leaving we learned late',
      { now: '2027-03-01T09:00:00Z', subject: { kind: 'pupil', spells }, notices: [{ at: '2027-03-01T09:00:00Z', by: 'leaverRow', leftOn: '2026-07-20' }] },
      { kind: 'leavingLate', dueOn: '2027-03-29', asks: ['2027-03-01', '2027-03-22'], atOnce: true },
    ],
    [
      'whose top year nobody can tell: at once, and with no date',
      { now: '2026-11-02T12:00:00Z', subject: { kind: 'pupil', spells } },
      { kind: 'stageDateUnknown', dueOn: null, asks: [], atOnce: true },
    ],
    [
      'who left within the top year: not at all',
      { now: '2026-08-10T00:00:00Z', subject: { kind: 'pupil', spells: [{ start: '2020-09-01', leaving: '2026-03-13' }], years } },
      null,
    ],
    [
      'who left, and whose top year nobody can tell: not at all',
      { now: '2026-08-10T00:00:00Z', subject: { kind: 'pupil', spells: [{ start: '2020-09-01', leaving: '2026-07-13' }] } },
      null,
    ],
    ['who is not near the top: not at all', { now: '2026-08-10T00:00:00Z', subject: { kind: 'pupil', spells, years: [{ from: '2025-09-01', year: '7' }] } }, null],
  ] as const)('%s', ([, given, question]) => {
    expect(ask({ school: secondary, ...given }, portal).question).toEqual(question)
  }) // prettier-ignore

  test('whatever else is due of the pupil before', () => {
    const withdrawn = [{ at: '2026-11-02T11:00:00Z' }]
    const asked = (list: object[]) => ask({ now: '2026-11-02T12:00:00Z', school: secondary, subject: { kind: 'pupil', spells, years: list }, withdrawn }, portal)
    expect(asked(years)).toMatchObject({ wins: 'pupilWithdrawn', question: { kind: 'stillOnRollPastTopYear', dueOn: '2027-01-31' } })
    expect(asked([])).toMatchObject({ wins: 'pupilWithdrawn', question: { kind: 'stageDateUnknown' } })
  }) // prettier-ignore

  test('never where only leaving counts', () => {
    expect(ask({ now: '2026-11-02T12:00:00Z', school: secondary, subject: { kind: 'pupil', spells, years } }, planner).question).toBeNull()
  }) // prettier-ignore
})

describe('a school is asked about itself', () => {
  test('60, 30 and 7 days before the last day of its contract', () => {
    expect(contractQuestion('2027-08-31')).toEqual({
      kind: 'contractEnds',
      dueOn: '2027-08-31',
      asks: ['2027-07-02', '2027-08-01', '2027-08-24'],
    })
  })

  test.for([
    ['on days 90, 100 and 110 after the last whole read', '2026-04-01', '2026-05-01', ['2026-04-01', '2026-04-11', '2026-04-21']],
    ['no sooner, however early it is looked at', '2026-02-01', '2026-05-01', ['2026-04-01', '2026-04-11', '2026-04-21']],
    ['three times all the same after an outage of ours', '2026-06-10', '2026-07-10', ['2026-06-10', '2026-06-20', '2026-06-30']],
  ] as const)('%s, and with day 120 the contract ends', ([, today, dueOn, asks]) => {
    expect(unreadQuestion(Date.parse('2026-01-01T02:00:00Z'), today)).toEqual({ kind: 'noWholeRead', dueOn, asks })
  }) // prettier-ignore
})

test('of every question it is said what may be answered, and what happens without an answer', () => {
  const answers = Object.fromEntries(Object.entries(questionKinds).map(([kind, one]) => [kind, one.answers]))
  expect(answers).toEqual({
    stillOnRollPastTopYear: ['repeatsYear', 'left', 'delete'],
    leavingLate: ['left', 'delete'],
    stageDateUnknown: ['left', 'delete'],
    listedAfterErasure: ['letIn'],
    upnShared: ['noted'],
    listedTwice: ['noted'],
    idReused: ['samePerson', 'otherPerson'],
    contractEnds: ['renew', 'letItEnd'],
    noWholeRead: ['keep'],
  })
  const said = Object.values(questionKinds).map(({ unanswered }) => unanswered)
  expect(said.filter((words) => !/^[A-Z].*\.$/.test(words))).toEqual([])
})
