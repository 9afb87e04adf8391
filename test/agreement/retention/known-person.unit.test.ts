import { describe, expect, test } from 'vitest'
import { NEWER_EXTRACT_MS, factsOfPerson, isWithdrawn } from '../../../agreement/retention/known-person.js'
import type { FactName, KnownPerson, KnownSchool } from '../../../agreement/retention/known-person.js'

const now = new Date('2026-11-24T12:00:00Z')
const ms = (instant: string) => Date.parse(instant)

const school = (more: Partial<KnownSchool> = {}): KnownSchool => ({
  kind: 'secondary',
  statutoryHighAge: 16,
  contract: { startsOn: '2020-09-01' },
  settings: {},
  lastWholeReadAt: null,
  ...more,
})
const person = (more: Partial<KnownPerson> = {}): KnownPerson => ({
  kind: 'pupil',
  absentSince: null,
  dateOfBirth: null,
  facts: [],
  stays: [],
  ...more,
})
const learned = (what: FactName, value: unknown, at = '2026-10-01T02:00:00Z') => ({
  what,
  value,
  learnedAt: new Date(at),
})
const factsOf = (...facts: ReturnType<typeof learned>[]) => factsOfPerson(school(), person({ facts }), now)

describe('what is known of a person', () => {
  test('is nothing before anything was learned', () => {
    expect(factsOf()).toEqual({
      now: now.getTime(),
      school: {
        kind: 'secondary',
        statutoryHighAge: 16,
        topYear: null,
        special: null,
        post16CountsAsStage: null,
        terms: [],
        contract: { startsOn: '2020-09-01', endsOn: null, endedAt: null },
      },
      subject: { kind: 'pupil', dateOfBirth: null, status: null, spells: [], years: [] },
      notices: [],
      reads: [],
      withdrawn: [],
      answers: [],
      stays: [],
    })
  })

  test('is what the school settled, its contract, and a kind that the rules know', () => {
    const terms = [{ schoolYear: '2026/27', autumnFirst: '2026-09-03', summerLast: null, breaks: [] }]
    const settings = { topYear: 11, special: false, post16CountsAsStage: false, terms }
    const contract = { startsOn: '2020-09-01', endsOn: '2027-08-31' }
    expect(factsOfPerson(school({ settings, contract }), person(), now).school).toMatchObject({
      ...settings,
      contract: { endsOn: '2027-08-31' },
    })
    expect(factsOfPerson(school({ kind: 'lighthouse' }), person(), now).school.kind).toBeNull()
    expect(factsOfPerson(school({ kind: null }), person(), now).school.kind).toBeNull()
  })

  test('is a date of birth, and the status that was read last', () => {
    const facts = [learned('enrolmentStatus', 'C'), learned('enrolmentStatus', 'G', '2026-10-02T02:00:00Z')]
    const { subject } = factsOfPerson(school(), person({ kind: 'staff', dateOfBirth: '1980-01-01', facts }), now)
    expect(subject).toMatchObject({ kind: 'staff', dateOfBirth: '1980-01-01', status: 'G' })
  })

  test('is a class year from the London day on which it was read, unless no list knows it', () => {
    const years = [learned('classYear', '10', '2026-06-30T23:30:00Z'), learned('classYear', 'Reception Oak')]
    expect(factsOf(...years, learned('spell', [null, null])).subject.years).toEqual([
      { from: '2026-07-01', year: '10' },
    ])
  })

  test('is each fact for what it is, in whatever mixture', () => {
    const { subject, notices, withdrawn, answers } = factsOf(
      learned('enrolmentStatus', 'C'),
      learned('spell', ['2020-09-01', null]),
      learned('classYear', '7'),
      learned('notice', { by: 'leaverRow', leftOn: null }),
      learned('withdrawn', { item: null }),
      learned('answer', { rule: 'stageEnd', answer: 'left' }),
    )
    expect(subject).toMatchObject({ status: 'C', spells: [{ start: '2020-09-01' }], years: [{ year: '7' }] })
    expect([subject.spells, subject.years, notices, withdrawn, answers].map((list) => list.length)).toEqual([1, 1, 1, 1, 1])
  }) // prettier-ignore

  test('is an answer of the school with the instant at which it came', () => {
    const answer = { rule: 'stageEnd', answer: 'repeatsYear' }
    expect(factsOf(learned('answer', answer)).answers).toEqual([{ ...answer, at: ms('2026-10-01T02:00:00Z') }])
  })

  test('is a stay, from when and until when', () => {
    const stay = { kind: 'sar', from: new Date('2026-10-01T10:00:00Z'), reviewBy: '2026-11-01' } as const
    const stays = [
      { ...stay, endedAt: null },
      { ...stay, endedAt: new Date('2026-10-09T10:00:00Z') },
    ]
    expect(factsOfPerson(school(), person({ stays }), now).stays).toEqual([
      { ...stay, from: ms('2026-10-01T10:00:00Z'), endedAt: null },
      { ...stay, from: ms('2026-10-01T10:00:00Z'), endedAt: ms('2026-10-09T10:00:00Z') },
    ])
  })
})

describe('of spells that were learned one after the other', () => {
  const spells = (...said: readonly (readonly [string | null, string | null])[]) =>
    factsOf(...said.map((one) => learned('spell', one))).subject.spells.map(({ start, leaving }) => [start, leaving])

  test.for([
    ['an open one is corrected by the next', ['2020-09-01', null], ['2021-09-01', null], 1],
    ['one that ended is corrected by another end of it', ['2020-09-01', '2026-07-20'], ['2020-09-01', '2026-07-21'], 1],
    ['one that ended before the next began stays', ['2020-09-01', '2025-07-20'], ['2026-09-01', null], 2],
    ['one that ended on the day the next began was corrected', ['2020-09-01', '2026-09-01'], ['2026-09-01', null], 1],
    ['one before a spell without a start was corrected', ['2020-09-01', '2025-07-20'], [null, null], 1],
  ] as const)('%s', ([, first, second, left]) => {
    expect(spells(first, second)).toEqual([first, second].slice(-left))
  })
})

describe('a notice', () => {
  const leaverRow = { by: 'leaverRow', leftOn: '2026-07-20' }
  const api = { by: 'api', leftOn: null }

  test('stands with the instant at which it was learned', () => {
    expect(factsOf(learned('notice', leaverRow)).notices).toEqual([{ ...leaverRow, at: ms('2026-10-01T02:00:00Z') }])
  })

  test('of the school’s never counted once it was taken back; a source’s does, and a later one', () => {
    const { notices } = factsOf(
      learned('notice', api, '2026-10-01T09:00:00Z'),
      learned('notice', leaverRow, '2026-10-01T10:00:00Z'),
      learned('notice', api, '2026-10-02T09:00:00Z'),
      learned('noticeTakenBack', null, '2026-10-02T09:00:00Z'),
      learned('notice', api, '2026-10-03T09:00:00Z'),
    )
    expect(notices.map(({ by, at }) => [by, at])).toEqual([
      ['leaverRow', ms('2026-10-01T10:00:00Z')],
      ['api', ms('2026-10-03T09:00:00Z')],
    ])
  })
})

describe('a withdrawal', () => {
  const sen = { item: 'pupil.sen' }
  const withdrawn = learned('withdrawn', sen, '2026-10-01T09:00:00Z')
  const at = ms('2026-10-01T09:00:00Z')
  const later = '2026-10-01T12:00:00Z'
  const left = [{ at, item: 'pupil.sen', grantedAgainAt: null }]

  test.for([
    ['stands alone', [], left],
    ['sets no date once it was carried out', [learned('itemErased', sen, later)], []],
    ['stands when another item was erased', [learned('itemErased', { item: 'pupil.fsm' }, later)], left],
    ['stands when the item had been erased before', [learned('itemErased', sen, '2026-09-01T09:00:00Z')], left],
    ['stands when the item had been erased at its very instant', [learned('itemErased', sen, '2026-10-01T09:00:00Z')], left],
    ['ends when the item is granted again', [learned('grantedAgain', sen, later)], [{ ...left[0], grantedAgainAt: ms(later) }]],
    ['stands when another item is granted again', [learned('grantedAgain', { item: null }, later)], left],
    ['stands when the item had been granted before', [learned('grantedAgain', sen, '2026-09-01T09:00:00Z')], left],
  ] as const)('%s', ([, more, expected]) => {
    expect(factsOf(withdrawn, ...more).withdrawn).toEqual(expected)
  }) // prettier-ignore

  test('is what was said last of this item, or of the whole person', () => {
    const of = (...facts: ReturnType<typeof learned>[]) =>
      [null, 'pupil.sen', 'pupil.fsm'].map((item) => isWithdrawn(person({ facts }), item))
    expect(of()).toEqual([false, false, false])
    expect(of(withdrawn)).toEqual([false, true, false])
    expect(of(withdrawn, learned('grantedAgain', sen))).toEqual([false, false, false])
    expect(of(withdrawn, learned('itemErased', sen))).toEqual([false, true, false])
    expect(of(learned('grantedAgain', sen), withdrawn)).toEqual([false, true, false])
    expect(of(learned('withdrawn', { item: null }), learned('answer', {}))).toEqual([true, false, false])
  })
})

describe('reads', () => {
  const shown = '2026-10-01T02:00:00Z'
  const spell = learned('spell', ['2020-09-01', '2026-12-18'], shown)
  const read = { whole: true, extractedAt: null, year: null }
  const listed = { ...read, listed: true, start: '2020-09-01', leaving: '2026-12-18' }
  const absent = { ...read, listed: false, start: null, leaving: null }
  const readsOf = (lastWholeReadAt: string | null, absentSince: string | null, ...facts: (typeof spell)[]) =>
    factsOfPerson(
      school({ lastWholeReadAt: lastWholeReadAt === null ? null : new Date(lastWholeReadAt) }),
      person({ absentSince: absentSince === null ? null : new Date(absentSince), facts }),
      now,
    ).reads

  test('are none of somebody of whom nothing was read', () => {
    expect(readsOf('2026-11-24T02:00:00Z', null)).toEqual([])
  })

  test.for([
    ['are the one that first showed the spell, where it was the last', shown, [shown]],
    ['are that one, where no whole read is known of', null, [shown]],
    ['are also the latest, which showed it too', '2026-11-24T02:00:00Z', [shown, '2026-11-24T02:00:00Z']],
  ] as const)('%s', ([, last, at]) => {
    expect(readsOf(last, null, spell)).toEqual(at.map((one) => ({ ...listed, at: ms(one) })))
  })

  test.for([
    ['the first without the person, until a newer extract can be told from it', NEWER_EXTRACT_MS - 1, 1],
    ['also the next night’s, which is a newer extract', NEWER_EXTRACT_MS, 2],
  ] as const)('are of somebody who is missing %s', ([, later, count]) => {
    const first = '2026-11-23T02:00:00Z'
    const reads = readsOf(new Date(ms(first) + later).toISOString(), first, spell)
    expect(reads).toEqual(
      [{ ...listed, at: ms(shown) }, { ...absent, at: ms(first) }, { ...absent, at: ms(first) + later }].slice(0, count + 1),
    )
  }) // prettier-ignore
})
