import { describe, expect, test } from 'vitest'
import { afterPauses, dueAfterPauses, isExcused, isPausedAt, pausesOf } from '../../../agreement/retention/stay.js'
import { ask, planner, portal } from './support.js'

const now = '2026-11-24T12:00:00Z'
const pupil = { kind: 'pupil', spells: [{ start: '2020-09-01' }], years: [{ from: '2020-09-01', year: '7' }] }
const school = { statutoryHighAge: 18 }
const asked = (given: object, policy = portal) => ask({ now, school, subject: pupil, ...given }, policy)
const due = (given: object) => asked(given).dates.map(({ rule, item, dueAt }) => [rule, item, dueAt])

const first = '2026-11-20T02:00:00Z'
const second = '2026-11-21T02:00:00Z'
const third = '2026-11-22T02:00:00Z'
const fourth = '2026-11-23T02:00:00Z'
const dayAfter = (instant: string) => new Date(Date.parse(instant) + 86_400_000).toISOString().replace('.000', '')
const listed = (at: string, more: object = {}) => ({ at, whole: true, listed: true, ...more })
const ahead = { start: '2027-01-04' }
const optOut = (at: string) => ({ at, by: 'optOut' })
const gone = (at: string) => [['pupilWithdrawn', undefined, dayAfter(at)]]
const outside = (at: string) => [['noLongerInScope', undefined, dayAfter(at)]]

test.for([
  ['an item that was withdrawn twice, since the first time', { withdrawn: [{ at: first, item: 'pupil.sen' }, { at: second, item: 'pupil.sen' }] }, [['itemWithdrawn', 'pupil.sen', dayAfter(first)]]],
  ['an item that was withdrawn, granted again and withdrawn, since the last time', { withdrawn: [{ at: first, item: 'pupil.sen', grantedAgainAt: '2026-11-20T12:00:00Z' }, { at: second, item: 'pupil.sen' }] }, [['itemWithdrawn', 'pupil.sen', dayAfter(second)]]],
  ['items of one hour, by their names', { withdrawn: [{ at: first, item: 'pupil.sen' }, { at: first, item: 'pupil.fsm' }] }, [['itemWithdrawn', 'pupil.fsm', dayAfter(first)], ['itemWithdrawn', 'pupil.sen', dayAfter(first)]]],
  ['a pupil before the pupil’s items', { withdrawn: [{ at: first, item: 'pupil.sen' }, { at: second }] }, [...gone(second), ['itemWithdrawn', 'pupil.sen', dayAfter(first)]]],
  ['an opt-out', { notices: [optOut(first), optOut(second)] }, gone(first)],
  ['an opt-out after the last read that shows the pupil', { notices: [optOut(second)], reads: [listed(first)] }, gone(second)],
  ['no opt-out that a later read takes back', { notices: [optOut(first)], reads: [listed(second)] }, []],
  ['no opt-out that a read of its instant takes back', { notices: [optOut(first)], reads: [listed(first)] }, []],
  ['a pupil whom the school said to delete', { answers: [{ at: first, rule: 'leaver', answer: 'delete' }] }, gone(first)],
  ['nobody whom the school said to keep', { answers: [{ at: first, rule: 'stageEnd', answer: 'repeatsYear' }] }, []],
  ['somebody whose start moved ahead', { reads: [listed(first), listed(second, ahead), listed(third, ahead)] }, outside(second)],
  ['nobody who was never here', { reads: [listed(first, ahead), listed(second, ahead)] }, []],
  ['nobody who is back in scope', { reads: [listed(first), listed(second, ahead), listed(third)] }, []],
  ['somebody who left scope again, since then', { reads: [listed(first), listed(second, ahead), listed(third), listed(fourth, ahead)] }, outside(fourth)],
  ['nobody by a read that was not whole', { reads: [listed(first), { ...listed(second, ahead), whole: false }] }, []],
  ['somebody whatever a later thin read says', { reads: [listed(first), listed(second, ahead), { ...listed(third), whole: false }] }, outside(second)],
  ['nobody whose start is the day of the read', { reads: [listed(first), listed(second, { start: '2026-11-21' })] }, []],
  ['a guest without a spell', { subject: { kind: 'pupil', status: 'G' }, reads: [listed(first), listed(second)] }, outside(second)],
  ['no guest of whom a spell is known', { subject: { ...pupil, status: 'G' }, reads: [listed(first), listed(second)] }, []],
] as const)('goes within a day: %s', ([, given, expected]) => {
  expect(due(given)).toEqual(expected)
}) // prettier-ignore

test('staff are no pupils whom a school deletes', () => {
  const answers = [{ at: first, rule: 'staffCap', answer: 'delete' }]
  expect(due({ subject: { ...pupil, kind: 'staff' }, answers }).map(([rule]) => rule)).toEqual(['staffDeletedBySchool'])
})

test('what is out of scope or withdrawn is hidden at once', () => {
  expect(asked({ reads: [listed(first), listed(second, ahead)] }).hiddenFrom).toBe(second)
  expect(asked({ withdrawn: [{ at: first }] }).hiddenFrom).toBe(first)
  expect(asked({ withdrawn: [{ at: first, item: 'pupil.sen' }] }).hiddenFrom).toBeNull()
})

test.for([
  ['a guest', { kind: 'pupil', status: 'G' }, {}, 'refused'],
  ['a guest where guests are received', { kind: 'pupil', status: 'G' }, { guests: 'accept' }, 'none'],
  ['a guest who has left', { kind: 'pupil', status: 'G', spells: [{ start: '2020-09-01', leaving: '2026-07-20' }] }, {}, 'waiting'],
  ['a future starter', { kind: 'pupil', spells: [ahead] }, {}, 'refused'],
  ['a future starter where they are received', { kind: 'pupil', spells: [ahead] }, { preAdmission: 'accept' }, 'none'],
  ['a member of staff to come, whatever holds for pupils', { kind: 'staff', spells: [ahead] }, { preAdmission: 'accept' }, 'refused'],
  ['a previous pupil where guests are received', { kind: 'pupil', status: 'P' }, { guests: 'accept' }, 'refused'],
  ['a member of staff with a status of pupils', { kind: 'staff', status: 'G' }, {}, 'none'],
  ['somebody who returns', { kind: 'pupil', spells: [{ start: '2020-09-01', leaving: '2026-07-20' }, ahead] }, {}, 'waiting'],
] as const)('%s: the state follows from what the gate would do', ([, subject, policy, state]) => {
  expect(ask({ now, school, subject }, { ...portal, ...policy }).state).toBe(state)
}) // prettier-ignore

test('nobody is refused who was read on roll', () => {
  expect(ask({ now, school, subject: { kind: 'pupil', status: 'G' }, reads: [listed(first)] }, portal).state).not.toBe('refused')
}) // prettier-ignore

describe('stays', () => {
  const at = (text: string) => Date.parse(text)
  const stay = (more: object) => ({ kind: 'legal', from: at('2026-10-01T00:00:00Z'), reviewBy: '2026-11-01', endedAt: null, ...more }) as const
  const pauses = (...stays: object[]) => pausesOf({ stays: stays.map(stay) })
  const until = at('2026-11-01T00:00:00Z')
  const one = pauses({ endedAt: until })
  const open = pauses({})
  const two = pauses({ endedAt: until }, { from: until, endedAt: at('2026-12-01T00:00:00Z') })

  test('end by instruction, an access request’s also by itself, whichever comes first', () => {
    const ends = (more: object) => pauses(more)[0]?.until
    expect([ends({}), ends({ endedAt: 7 }), ends({ kind: 'restriction' })]).toEqual([null, 7, null])
    expect([ends({ kind: 'sar' }), ends({ kind: 'sar', endedAt: 7 })]).toEqual([at('2026-11-15T00:00:00Z'), 7])
    expect(['sar', 'restriction', 'legal'].map((kind) => pauses({ kind })[0]?.hides)).toEqual([false, true, false])
  })

  test('pause from their first instant to the last before their end', () => {
    const paused = ['2026-09-30T23:59:59.999Z', '2026-10-01T00:00:00Z', '2026-10-31T23:59:59.999Z', '2026-11-01T00:00:00Z']
    expect(paused.map((instant) => isPausedAt(at(instant), one))).toEqual([false, true, true, false])
    expect(isPausedAt(at('2030-01-01T00:00:00Z'), open)).toBe(true)
  })

  test('put off what would fall into them to their end, and to that of the next', () => {
    const begins = (instant: string, of: typeof one) => new Date(afterPauses(at(instant), of)).toISOString().slice(0, 10)
    expect(['2026-09-30', '2026-10-01', '2026-10-20', '2026-11-01'].map((day) => begins(`${day}T00:00:00Z`, one))).toEqual(['2026-09-30', '2026-11-01', '2026-11-01', '2026-11-01'])
    expect(begins('2026-10-20T00:00:00Z', two)).toBe('2026-12-01')
    expect(begins('2026-10-20T00:00:00Z', open)).toBe('2026-10-20')
  })

  test('give a day after their end to what waited for them', () => {
    const waits = (instant: string, of: typeof one) => new Date(dueAfterPauses(at(instant), of)).toISOString().slice(0, 10)
    expect(['2026-09-30', '2026-10-01', '2026-10-31', '2026-11-01'].map((day) => waits(`${day}T00:00:00Z`, one))).toEqual(['2026-09-30', '2026-11-02', '2026-11-02', '2026-11-01'])
    expect([waits('2026-10-20T00:00:00Z', open), waits('2026-10-20T00:00:00Z', [])]).toEqual(['2026-10-20', '2026-10-20'])
  })

  test('excuse what is there a day longer, and nothing that was due before them', () => {
    const excused = (dueAt: string, now: string, of: typeof one) => isExcused(at(dueAt), at(now), of)
    expect(excused('2026-10-01T00:00:00Z', '2026-11-01T23:59:59Z', one)).toBe(true)
    expect(excused('2026-10-01T00:00:00Z', '2026-11-02T00:00:00Z', one)).toBe(false)
    expect(excused('2026-09-30T23:59:59Z', '2026-10-20T00:00:00Z', one)).toBe(false)
    expect(excused('2026-10-20T00:00:00Z', '2030-01-01T00:00:00Z', open)).toBe(true)
  })

  const sar = { kind: 'sar', from: '2026-11-10T00:00:00Z', reviewBy: '2026-12-01' }
  const notices = [{ at: '2026-11-20T09:00:00Z', by: 'leaverRow' }]

  test('put the beginning of an erasure off, and leave its promise', () => {
    expect(asked({ notices, stays: [sar] }, planner).dates[0]).toMatchObject({ dueAt: '2026-11-21T09:00:00Z', eraseAt: '2026-12-15T00:00:00Z' })
  })

  test('put off no end of a contract, and are not outlived by it while it lies ahead', () => {
    const ending = (endsOn: string) => asked({ school: { ...school, contract: { endsOn } }, stays: [sar] }, planner)
    expect(ending('2026-11-22')).toMatchObject({ state: 'waiting', dates: [{ rule: 'contractEnd', eraseAt: '2026-11-24T04:00:00Z' }, {}] })
    expect(ending('2026-11-30')).toMatchObject({ state: 'stayed', dates: [{ rule: 'contractEnd', planned: true }, {}] })
  })

  test('hide no longer than they last', () => {
    const restriction = { ...sar, kind: 'restriction' }
    expect(asked({ stays: [restriction] }).hiddenFrom).toBe('2026-11-10T00:00:00Z')
    expect(asked({ stays: [{ ...restriction, endedAt: '2026-11-12T00:00:00Z' }] }).hiddenFrom).toBeNull()
  })
}) // prettier-ignore
