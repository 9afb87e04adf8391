import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failureOf } from '../support/reading.js'
import { error, open, page, read, scriptedXporter } from './support/scripted-source.js'
import type { Scripted, ScriptedXporter } from './support/scripted-source.js'

let source: ScriptedXporter
beforeEach(async () => {
  source = await scriptedXporter()
})
afterEach(() => source.close())

const pupil = (number: number) => ({ Id: String(number), Surname: `S${number}`, Forename: 'F' })
const pupils = () => read(open(source, { patienceMs: 60 }, { rowsAPage: 2 }))
const numberOf = (url: URL) => Number(url.searchParams.get('page'))

/** Pages of two by their number, with what each says. What is not there is empty. */
function pagesOf(pages: readonly (readonly number[])[], said: (number: number) => object | null): void {
  source.script('Students', (url) => {
    const number = numberOf(url)
    return page('Students', (pages[number - 1] ?? []).map(pupil), said(number))
  })
}
const honest = (rows: number) => (number: number) => ({ PageSize: 2, PageNumber: number, PageCount: Math.ceil(rows / 2), RowCount: rows }) // prettier-ignore

describe('a walk that is whole', () => {
  test.for([
    ['says so on each page', honest(3)],
    ['says nothing of pages, and ends with a short one', () => null],
  ] as const)('%s', async ([, said]) => {
    pagesOf([[1, 2], [3]], said)
    const { records, end } = await pupils()
    expect(records.map(({ ref }) => ref)).toEqual(['1', '2', '3'])
    expect(end).toMatchObject({ pages: 2, records: 3, lists: { Students: 3 } })
  })

  test('counts its pages itself: the source’s link leads one too far, or elsewhere', async () => {
    const lead = (number: number) => ({ ...honest(4)(number), NextPage: 'https://evil.example/?page=1' })
    pagesOf([[1, 2], [3, 4]], lead) // prettier-ignore
    expect((await pupils()).end).toMatchObject({ pages: 2, records: 4, ended: 'counted' })
    const lists = source.asked.filter((path) => path.includes('page='))
    expect(lists.map((path) => new URL(path, source.baseUrl).searchParams.get('page'))).toEqual(['1', '2'])
  })

  test('asks whether there is more where a page is long, shorter than was asked for, and says nothing', async () => {
    const rows = Array.from({ length: 1_500 }, (_, number) => number + 1)
    pagesOf([rows.slice(0, 1_000), rows.slice(1_000)], () => null)
    expect((await read(open(source))).end).toMatchObject({ pages: 2, records: 1_500, ended: 'inferred' })
  })

  test('believes a source that gives less on a page than it was asked for, and says so', async () => {
    pagesOf([[1, 2], [3]], honest(3)) // prettier-ignore
    expect((await read(open(source))).end).toMatchObject({ pages: 2, records: 3, ended: 'counted' })
  })

  test('may come uncut, or empty', async () => {
    pagesOf([[1, 2, 3]], () => null)
    expect((await pupils()).end).toMatchObject({ pages: 1, records: 3, ended: 'inferred' })
    pagesOf([], () => ({ RowCount: 0, PageCount: 0 }))
    expect((await pupils()).end).toMatchObject({ pages: 1, records: 0, ended: 'counted' })
  })

  test('goes on past the last page of groups while members still fill theirs', async () => {
    source.script('Groups', (url) => {
      const at = numberOf(url) - 1
      const members = [1, 2, 3, 4, 5].slice(at * 2, at * 2 + 2)
      const Group = at === 0 ? [{ Id: '7', IdaasId: 'GC-7', Type: 'TeachingGrp', Name: '7A' }] : []
      const said = { PageSize: 2, PageNumber: at + 1, PageCount: 1, RowCount: 1 }
      return { ...page('Group', Group, said), StudentMembers: members.map((one) => ({ Id: `${one}`, GroupId: '7', StudentId: `${one}` })) } // prettier-ignore
    })
    pagesOf([[1, 2], [3, 4], [5]], honest(5)) // prettier-ignore
    const { records } = await read(open(source, {}, { rowsAPage: 2 }), 'pupil', ['pupil.name', 'pupil.classes'])
    expect(records.every(({ memberships }) => memberships.length === 1)).toBe(true)
  })
})

describe('a walk that cannot be proven whole is SourceIncomplete', () => {
  test.for([
    ['fewer rows than announced', [[1, 2], [3]], honest(4)],
    ['an empty page that announces more', [[1, 2]], (number: number) => ({ ...honest(4)(number), PageCount: 3 })],
    ['another page than the one asked for', [[1, 2], [3]], () => honest(3)(1)],
    ['the same pupil on two pages', [[1, 2], [2]], honest(3)],
    ['a number of rows that changes', [[1, 2], [3]], (number: number) => honest(2 + number)(number)],
    [
      'pages that are counted, and one that is not',
      [[1, 2], [3]],
      (number: number) => (number === 1 ? honest(3)(1) : null),
    ],
    [
      'pages without an end',
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      (number: number) => ({ ...honest(2)(number), PageCount: 99 }),
    ],
  ] as const)('%s', async ([, pages, said]) => {
    pagesOf(pages, said)
    expect((await failureOf(pupils())).type).toBe('SourceIncomplete')
  })

  test('a copy that is made anew between its pages', async () => {
    let copy = 0
    source.script('Students', (url) => {
      const number = numberOf(url)
      const meta = number === 1 ? [{ Id: 1, DateTime: `2026-11-10T02:14:0${(copy += 1)}.1` }] : []
      return { ...page('Students', [[1, 2], [3]][number - 1]?.map(pupil) ?? [], honest(3)(number)), meta } // prettier-ignore
    })
    expect(await failureOf(pupils())).toMatchObject({
      type: 'SourceIncomplete',
      message: 'Students: the source made its copy anew while it was read',
    })
  })
})

describe('an error with status 200', () => {
  const firstThen =
    (...answers: readonly unknown[]): Scripted =>
    () =>
      answers.length === 1 ? answers[0] : (answers as unknown[]).shift()

  test('that is not known is asked again, and passes or is SourceUnavailable', async () => {
    source.script('Students', firstThen(error('Object reference not set'), page('Students', [pupil(1)])))
    expect((await pupils()).end.records).toBe(1)
    source.script('Students', () => error('Something with pupil Secret'))
    const failure = await failureOf(pupils())
    expect(failure).toMatchObject({ type: 'SourceUnavailable', message: 'Students: status 500' })
  })

  test.for([
    ['The token does not have the scope that is required.', 'SourceRefused'],
    ['The token is not valid for this school.', 'SourceRefused'],
  ] as const)('%s is %s', async ([words, type]) => {
    source.script('Students', () => error(words))
    expect((await failureOf(pupils())).type).toBe(type)
  })
})

describe('a copy of the school', () => {
  test('is waited for until it is ready', async () => {
    let times = 0
    source.script('DbStatus', () => ({ DbStatus: [{ Database: 'XodSchoolData', DbStatus: (times += 1) < 3 ? 'Stale' : 'OK' }] })) // prettier-ignore
    pagesOf([[1]], honest(1))
    expect((await pupils()).end.records).toBe(1)
    expect(times).toBe(3)
  })

  test('that does not become ready is SourceUnavailable, and says so', async () => {
    source.script('DbStatus', () => ({
      __dbStatus__: [
        { Id: 1, Status: 'OK' },
        { Id: 2, Status: 'Refreshing' },
      ],
    }))
    expect(await failureOf(pupils())).toMatchObject({
      type: 'SourceUnavailable',
      message: 'DbStatus: the source’s copy of the school is not ready',
    })
    expect(source.asked.some((path) => path.includes('page='))).toBe(false)
  })

  test.for([
    ['in a form that we do not know', () => ({ states: 'fine' })],
    ['with a refusal', () => error('The scope is missing.')],
  ] as const)('of which is told %s is read all the same', async ([, answer]) => {
    source.script('DbStatus', answer)
    pagesOf([[1]], honest(1))
    expect((await pupils()).end.records).toBe(1)
  })
})

test('an answer of another list is SourceChangedShape', async () => {
  source.script('Students', () => ({ Staff: [], meta: [] }))
  expect(await failureOf(pupils())).toMatchObject({ message: 'Students.Students: not_a_list' })
})
