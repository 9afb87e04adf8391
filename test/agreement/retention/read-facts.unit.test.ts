import { describe, expect, test } from 'vitest'
import { answerOf } from '../../../agreement/retention/answer.js'
import { readFacts } from '../../../agreement/retention/read-facts.js'
import { retentionOf } from '../../../agreement/retention/retention.js'
import { planner, portal } from './support.js'

const good = { now: '2026-11-24T12:00:00Z', school: {}, subject: { kind: 'pupil' } }
const read = (content: unknown) => readFacts(JSON.stringify(content))
const problems = (content: unknown) => {
  const result = read(content)
  return 'problems' in result ? result.problems : []
}

describe('a file of facts', () => {
  test('holds one set of facts, or a list of them', () => {
    expect(read(good)).toMatchObject({ one: true, facts: [{ now: Date.parse(good.now) }] })
    expect(read([good, good])).toMatchObject({ one: false, facts: [{}, {}] })
    expect(read([])).toEqual({ one: false, facts: [] })
  })

  test('that is no JSON is refused without a word of its text', () => {
    expect(readFacts('{ "born": 2011-')).toEqual({
      problems: ['This is not JSON; check its brackets, commas and quotes.'],
    })
  })

  test.for([
    ['an unknown fact', { ...good, spelz: [] }, ['spelz: There is no such fact; correct its spelling, or leave it out.']],
    ['two of them', { ...good, a: 1, b: 2 }, [/^a: There is no/, /^b: There is no/]],
    ['an unknown fact deeper in', { ...good, school: { age: 1 } }, [/^school\.age: There is no such fact/]],
    ['a fact that is missing', { now: good.now, school: {} }, ['subject: This is missing; add it.']],
    ['a word that is none of a few', { ...good, subject: { kind: 'cat' } }, ['subject.kind: Write one of pupil, staff.']],
    ['a list that is none', { ...good, reads: 'none' }, ['reads: Write this as a list in square brackets.']],
    ['an object that is none', { ...good, school: 1 }, ['school: Write this as keys and values in braces.']],
    ['a yes that is a word', { ...good, school: { special: 'yes' } }, ['school.special: Write this as true or false.']],
    ['an age that is a word', { ...good, school: { topYear: 'six' } }, ['school.topYear: Write this as a number.']],
    ['half a year', { ...good, school: { topYear: 6.5 } }, ['school.topYear: Write this as a whole number.']],
    ['an item that is a number', { ...good, withdrawn: [{ at: good.now, item: 1 }] }, ['withdrawn.0.item: Write this as text in quotes.']],
    ['a bad entry of a list', [good, { ...good, now: 'yesterday' }], [/^1\.now: Write an instant with its offset/]],
    ['an unknown fact in a list', [{ ...good, x: 1 }], [/^0\.x: There is no such fact/]],
    ['what is no set of facts', 42, ['The whole: Write this as keys and values in braces.']],
    ['an age that nobody has', { ...good, school: { topYear: 15 } }, [/^school\.topYear: \S/]],
  ] as const)('names %s and says what to write', ([, content, expected]) => {
    const found = problems(content)
    expect(found).toHaveLength(expected.length)
    expected.forEach((one, index) => {
      if (typeof one === 'string') expect(found[index]).toBe(one)
      else expect(found[index]).toMatch(one)
    })
  }) // prettier-ignore
})

describe('what may stand in a file of facts', () => {
  const school = (more: object) => problems({ ...good, school: more })
  const term = (more: object) => school({ terms: [{ schoolYear: '2026/27', ...more }] })
  const subject = (more: object) => problems({ ...good, subject: { kind: 'pupil', ...more } })

  test.for([
    ['a day that exists', subject({ dateOfBirth: '2011-02-30' }), /dateOfBirth: Write a day that exists, as YYYY-MM-DD/],
    ['an instant with its offset', problems({ ...good, now: '2026-11-24T12:00:00' }), /now: Write an instant with its offset, as/],
    ['an instant or a day', school({ contract: { endedAt: 'soon' } }), /endedAt: Write an instant with its offset, or a day/],
    ['a school year', school({ terms: [{ schoolYear: '2026' }] }), /schoolYear: Write a school year as 2026\/27/],
    ['a school year with nothing before it', school({ terms: [{ schoolYear: 'x2026/27' }] }), /Write a school year as/],
    ['a school year with nothing after it', school({ terms: [{ schoolYear: '2026/27x' }] }), /Write a school year as/],
    ['a school year that ends a year later', school({ terms: [{ schoolYear: '2026/28' }] }), /ends in the year after/],
    ['a class year', subject({ years: [{ from: '2025-09-01', year: '15' }] }), /year: Write a year as N1, N2, R, 1 to 14, or X/],
    ['a class year with nothing before it', subject({ years: [{ from: '2025-09-01', year: 'Y7' }] }), /Write a year as/],
    ['a class year with nothing after it', subject({ years: [{ from: '2025-09-01', year: '7A' }] }), /Write a year as/],
    ['a class year from 1', subject({ years: [{ from: '2025-09-01', year: 0 }] }), /Write a year as/],
    ['a class year to 14', subject({ years: [{ from: '2025-09-01', year: 15 }] }), /Write a year as/],
    ['an age of no less than none', school({ statutoryHighAge: -1 }), /statutoryHighAge/],
    ['an age to 25', school({ statutoryHighAge: 26 }), /statutoryHighAge/],
    ['a top year of no less than none', school({ topYear: -1 }), /topYear/],
    ['the name of an item', problems({ ...good, withdrawn: [{ at: good.now, item: '' }] }), /withdrawn\.0\.item/],
    ['the name of a rule', problems({ ...good, answers: [{ at: good.now, rule: '', answer: 'left' }] }), /answers\.0\.rule/],
    ['nothing unknown of a break', term({ breaks: [{ from: '2026-10-24', to: '2026-11-01', name: 'x' }] }), /breaks\.0\.name/],
    ['nothing unknown of a term', term({ name: 'x' }), /terms\.0\.name/],
    ['nothing unknown of a spell', subject({ spells: [{ name: 'x' }] }), /spells\.0\.name/],
    ['nothing unknown of a class year', subject({ years: [{ from: '2025-09-01', year: 7, name: 'x' }] }), /years\.0\.name/],
    ['nothing unknown of a subject', subject({ name: 'x' }), /subject\.name/],
    ['nothing unknown of a contract', school({ contract: { name: 'x' } }), /contract\.name/],
  ] as const)('is %s', ([, found, expected]) => {
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(expected)
  }) // prettier-ignore

  test.for([
    ['ages and years at their ends', { school: { statutoryHighAge: 25, topYear: 0 } }],
    ['other ages and years at their ends', { school: { statutoryHighAge: 0, topYear: 14 } }],
    ['the turn of a century', { school: { terms: [{ schoolYear: '2099/00' }] } }],
    ['every kind of class year', { subject: { kind: 'pupil', years: ['N1', 'N2', 'R', 'X', '1', '14', 1, 14].map((year) => ({ from: '2025-09-01', year })) } }],
    ['null for none', { notices: null, reads: null, withdrawn: null, answers: null, stays: null, school: { kind: null, terms: null, contract: null } }],
    ['a day for an instant', { school: { contract: { endedAt: '2026-08-01' } } }],
  ] as const)('are %s', ([, more]) => {
    expect(read({ ...good, ...more })).toHaveProperty('facts')
  }) // prettier-ignore

  test('is every kind of school, notice, status and stay', () => {
    const kinds = ['nursery', 'infant', 'first', 'junior', 'primary', 'middle', 'secondary', 'allThrough', 'special', 'pru']
    const channels = ['api', 'leaverRow', 'deletionRow', 'endedEnrolment', 'absent', 'optOut']
    const stays = ['sar', 'restriction', 'legal'].map((kind) => ({ kind, from: '2026-10-01', reviewBy: '2026-11-01' }))
    const sets = [
      ...kinds.map((kind) => ({ ...good, school: { kind } })),
      ...channels.map((by) => ({ ...good, notices: [{ at: good.now, by }] })),
      ...['C', 'M', 'S', 'F', 'O', 'G', 'P'].map((status) => ({ ...good, subject: { kind: 'staff', status } })),
      { ...good, stays },
    ]
    expect(problems(sets)).toEqual([])
    expect(problems({ ...good, school: { kind: '' } })).toHaveLength(1)
  }) // prettier-ignore
})

describe('the answer', () => {
  const spells = [{ start: '2020-09-01', leaving: '2026-10-01' }]
  const answer = (more: object, policy = portal) => {
    const result = read({ ...good, ...more })
    if (!('facts' in result)) throw new Error(result.problems.join(' '))
    return answerOf(retentionOf(result.facts[0]!, policy))
  }

  test('writes instants in UTC, and nothing where there is nothing to say', () => {
    expect(answer({ subject: { kind: 'pupil', spells } })).toStrictEqual({
      dates: [
        {
          rule: 'leaver',
          dueOn: '2027-04-01',
          dueAt: '2027-03-31T23:00:00.000Z',
          eraseAt: '2027-03-24T23:00:00.000Z',
          planned: false,
          fact: { what: 'leavingDate', date: '2026-10-01' },
        },
      ],
      wins: 'leaver',
      state: 'waiting',
      leftFrom: '2026-10-01T23:00:00.000Z',
      asks: [],
      flags: ['stageDateUnknown'],
    })
    expect(answer({})).toEqual({ dates: [], wins: null, state: 'none', asks: [], flags: [] })
  })

  test('says what hides, what disables, which item goes, and by how many days a promise is exceeded', () => {
    expect(answer({ withdrawn: [{ at: '2026-11-24T10:00:00Z', item: 'pupil.sen' }] })).toMatchObject({
      dates: [{ rule: 'itemWithdrawn', item: 'pupil.sen' }],
    })
    expect(answer({ subject: { kind: 'pupil', spells } }, planner)).toMatchObject({ hiddenFrom: '2026-10-01T23:00:00.000Z' })
    expect(answer({ subject: { kind: 'staff', spells } }, planner)).toMatchObject({ disabledFrom: '2026-10-01T23:00:00.000Z' })
    const notices = [{ at: '2026-11-24T09:00:00Z', by: 'leaverRow', leftOn: '2026-01-10' }]
    const subject = { kind: 'pupil', spells: [{ start: '2020-09-01' }] }
    expect(answer({ subject, notices })).toMatchObject({ dates: [{ lateByDays: 165 }] })
    const [ending] = answer({ school: { contract: { endsOn: '2026-11-23' } } }, planner).dates
    expect(Object.keys(ending ?? {})).toEqual(['rule', 'dueAt', 'eraseAt', 'planned', 'fact'])
  }) // prettier-ignore
})
