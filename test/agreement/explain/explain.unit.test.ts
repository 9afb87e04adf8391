import { describe, expect, test } from 'vitest'
import { explain, explainHeld } from '../../../agreement/explain/explain.js'
import type { HeldPerson, Known, SourceSays } from '../../../agreement/explain/explain.js'
import { explanation } from '../../../agreement/explain/explanation.js'
import { reasons } from '../../../agreement/explain/reasons.js'

const here: HeldPerson = {
  id: 'one',
  suppressedSince: null,
  withdrawnOn: null,
  restrictedSince: null,
  itemsWithdrawnOn: null,
  waitsUntil: null,
  gone: null,
  start: '2024-09-03',
  leaving: null,
  erasedBy: null,
}
const gone = (by: NonNullable<HeldPerson['gone']>['by']): HeldPerson => ({
  ...here,
  gone: { since: '2026-11-07', by },
  leaving: by === 'missing' ? null : '2026-11-06',
  erasedBy: '2027-05-06',
})
const listed = (as: Extract<SourceSays, { is: 'listed' }>['as'], more: object = {}): SourceSays => ({
  is: 'listed',
  as,
  start: '2026-12-01',
  leaving: null,
  erasedOn: null,
  ...more,
})
const stated = (by: Extract<SourceSays, { is: 'gone' }>['by']): SourceSays => ({
  is: 'gone',
  by,
  leftOn: by === 'leaverRow' ? '2026-11-06' : null,
  on: by === 'deletionRow' ? '2026-11-09' : null,
})
const unknown: Known = {
  held: null,
  source: { is: 'unknown' },
  erasedOn: null,
  waitsUntil: null,
  nextRead: '2026-11-11',
}
const said = ({ reason, dates }: ReturnType<typeof explain>) => [
  reason,
  Object.fromEntries(dates.map(({ what, date }) => [what, date])),
]

describe('somebody who is held', () => {
  test.for<[string, HeldPerson, ReturnType<typeof said>]>([
    ['and on roll', here, ['here', { since: '2024-09-03' }]],
    ['and of whom no start is known', { ...here, start: null }, ['here', {}]],
    [
      'of whom an item is withdrawn',
      { ...here, itemsWithdrawnOn: '2026-11-01' },
      ['hereWithoutItems', { since: '2024-09-03', on: '2026-11-01' }],
    ],
    [
      'and missing, which waits for somebody to look at it',
      { ...gone('missing'), waitsUntil: '2026-11-20' },
      ['missingWaits', { until: '2026-11-20', erasedBy: '2027-05-06' }],
    ],
    [
      'and hidden by the urgent route',
      { ...here, suppressedSince: '2026-11-02' },
      ['suppressed', { since: '2026-11-02' }],
    ],
    [
      'and withdrawn',
      { ...here, withdrawnOn: '2026-11-02', erasedBy: '2026-11-03' },
      ['withdrawn', { on: '2026-11-02', erasedBy: '2026-11-03' }],
    ],
    ['and restricted', { ...here, restrictedSince: '2026-11-02' }, ['restricted', { since: '2026-11-02' }]],
    [
      'and left by what the school told us',
      gone('told'),
      ['left', { since: '2026-11-07', until: '2026-11-06', erasedBy: '2027-05-06' }],
    ],
  ])('%s is explained without the source', ([, held, expected]) => {
    expect([explainHeld(held) && said(explainHeld(held)!), explainHeld(held)?.subjectId]).toEqual([expected, 'one'])
    expect(explain({ ...unknown, held, source: listed('received') })).toEqual(explainHeld(held))
  })

  test('hidden for two reasons is told the one that would still hide if the other were taken back by a click', () => {
    const both = { ...gone('stated'), suppressedSince: '2026-11-02', withdrawnOn: '2026-11-03' }
    expect(explainHeld(both)?.reason).toBe('suppressed')
  })

  test.for(['stated', 'missing', 'noLongerReceived'] as const)(
    'and gone as %s is not explained without the source',
    (by) => {
      expect(explainHeld(gone(by))).toBeUndefined()
    },
  )

  test.for<[string, HeldPerson, SourceSays, ReturnType<typeof said>]>([
    [
      'as stated, and not listed',
      gone('stated'),
      { is: 'unknown' },
      ['left', { since: '2026-11-07', until: '2026-11-06', erasedBy: '2027-05-06' }],
    ],
    ['only missing', gone('missing'), { is: 'unknown' }, ['missing', { since: '2026-11-07', erasedBy: '2027-05-06' }]],
    ['and its source cannot be asked', gone('missing'), { is: 'unavailable' }, ['missing', { since: '2026-11-07', erasedBy: '2027-05-06' }]],
    ['no longer received', gone('noLongerReceived'), { is: 'stopped' }, ['noLongerReceived', { since: '2026-11-07', erasedBy: '2027-05-06' }]],
    ['and listed again', gone('missing'), listed('received'), ['awaitsRead', { nextRead: '2026-11-11' }]],
    ['and a guest now', gone('noLongerReceived'), listed('guest', { start: null }), ['guest', {}]],
    ['and listed as left', gone('stated'), listed('left', { leaving: '2026-11-06' }), ['left', { until: '2026-11-06', erasedBy: '2027-05-06' }]],
  ])('and gone, %s', ([, held, source, expected]) => {
    expect(said(explain({ ...unknown, held, source }))).toEqual(expected)
  }) // prettier-ignore
})

describe('somebody who is not held', () => {
  test.for<[string, Partial<Known>, ReturnType<typeof said>]>([
    ['a guest', { source: listed('guest', { start: '2026-09-01' }) }, ['guest', { since: '2026-09-01' }]],
    ['somebody who starts later', { source: listed('notYetStarted') }, ['startsLater', { from: '2026-12-01' }]],
    ['an enrolment that is over', { source: listed('previous') }, ['endedEnrolment', {}]],
    ['a last day that has passed', { source: listed('left', { leaving: '2026-11-06' }) }, ['left', { until: '2026-11-06' }]],
    [
      'somebody who waits for the school’s yes',
      { source: listed('received'), waitsUntil: '2026-12-09' },
      ['waits', { until: '2026-12-09' }],
    ],
    ['somebody to be received', { source: listed('received') }, ['awaitsRead', { nextRead: '2026-11-11' }]],
    ['of whom no night is planned', { source: listed('received'), nextRead: null }, ['awaitsRead', {}]],
    ['somebody erased in the same spell', { source: listed('received', { erasedOn: '2026-10-01' }) }, ['erased', { on: '2026-10-01' }]],
    ['somebody erased and listed no more', { erasedOn: '2026-10-01' }, ['erased', { on: '2026-10-01' }]],
    ['somebody erased, the source not asked', { erasedOn: '2026-10-01', source: { is: 'stopped' } }, ['erased', { on: '2026-10-01' }]],
    ['somebody erased, listed in a new spell', { erasedOn: '2026-10-01', source: listed('received') }, ['awaitsRead', { nextRead: '2026-11-11' }]],
    ['a leaver', { source: stated('leaverRow') }, ['left', { until: '2026-11-06' }]],
    ['an enrolment that the source ended', { source: stated('endedEnrolment') }, ['left', {}]],
    ['a deleted record', { source: stated('deletionRow') }, ['deleted', { on: '2026-11-09' }]],
    ['somebody withheld', { source: stated('optOut') }, ['optedOut', {}]],
    ['nobody', {}, ['notInTheSource', {}]],
    ['a kind of which nothing is granted', { source: { is: 'notReceived' } }, ['notReceived', {}]],
    ['a school that is paused', { source: { is: 'stopped' } }, ['stopped', {}]],
    ['a source that does not answer', { source: { is: 'unavailable' } }, ['sourceUnavailable', {}]],
  ])('%s', ([, known, expected]) => {
    expect(said(explain({ ...unknown, ...known }))).toEqual(expected)
    expect(explain({ ...unknown, ...known }).subjectId).toBeNull()
  }) // prettier-ignore
})

test('every reason is one that can be kept and read again, and its sentence names only dates that there are', () => {
  const dates = ['since', 'until', 'from', 'on', 'nextRead', 'erasedBy']
  for (const [reason, words] of Object.entries(reasons)) {
    expect(explanation.parse({ reason, dates: [], subjectId: null }).reason).toBe(reason)
    for (const [, named] of words.matchAll(/`(\w+)`/g)) expect(dates).toContain(named)
  }
})
