import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { nothingRead } from '../../../connectors/walk-end.js'
import { failureOf, readAll } from '../support/reading.js'
import { open } from './support/open.js'
import { page, SCHOOL, scriptedSource } from './support/scripted-source.js'
import type { ScriptedSource } from './support/scripted-source.js'

const students = `/v1.0/schools/${SCHOOL}/students`

let source: ScriptedSource
beforeEach(async () => {
  source = await scriptedSource()
})
afterEach(() => source.close())

const pupil = (number: number) => ({ id: `A${number}`, surname: `S${number}`, forename: 'F' })
const on = (query: string) => `${source.baseUrl}${students}?${query}`
const read = () => readAll(open({ ...source, options: { rowsAPage: 2 } }), 'pupil', ['pupil.name'])

/** Pages by their number in `next`; whatever is not listed is the last page, and empty. */
function pagesOf(pages: Readonly<Record<string, unknown>>): void {
  source.script('schools/:school/students', ({ url }) => {
    const number = new URL(url ?? '', source.baseUrl).searchParams.get('n') ?? '1'
    return pages[number] ?? page([])
  })
}

describe('a walk that is whole', () => {
  test('follows every next as it stands, to the page that says there is no more', async () => {
    pagesOf({
      1: page([pupil(1), pupil(2)], on('include=a%2Cb&cursor=x&n=2')),
      2: page([pupil(3), pupil(4)], on('cursor=y%3D&n=3')),
      3: page([pupil(5)]),
    })
    const { records, end } = await read()
    expect(records.map(({ ref }) => ref)).toEqual(['A1', 'A2', 'A3', 'A4', 'A5'])
    expect(end).toEqual({ pages: 3, records: 5, ended: 'said', lists: { students: 5 } })
    expect(source.asked.slice(-2)).toEqual([`${students}?include=a%2Cb&cursor=x&n=2`, `${students}?cursor=y%3D&n=3`])
  })

  test.for([
    ['says that more is false and gives a next all the same', () => page([pupil(1)], on('n=2'), false), 'said'],
    [
      'gives no next and does not speak of more',
      () => ({ data: [pupil(1)], meta: { pagination: { next: null } } }),
      'said',
    ],
    ['has no pagination and is shorter than a page', () => ({ data: [pupil(1)] }), 'inferred'],
  ] as const)('ends at a page that %s, and tells how that was shown', async ([, only, ended]) => {
    pagesOf({ 1: only() })
    expect((await read()).end).toEqual({ pages: 1, records: 1, ended, lists: { students: 1 } })
  })

  test('reads an empty list', async () => {
    pagesOf({})
    expect(await read()).toMatchObject({ records: [], end: { pages: 1, records: 0 } })
  })

  test('asks for the next page before the present one is worked on, and still one at a time', async () => {
    pagesOf({ 1: page([pupil(1)], on('n=2')), 2: page([pupil(2)], on('n=3')), 3: page([pupil(3)]) })
    const walk = open(source).read('pupil', new Set(['pupil.name']))
    await walk.next()
    await sleep(40)
    expect(source.asked.at(-1)).toContain('n=2')
    await walk.return(nothingRead)
    expect(source.mostAtOnce()).toBe(1)
  })

  test('leaves no request behind when its reader goes away', async () => {
    let dropped = false
    source.script('schools/:school/students', ({ url }, response) => {
      if (!url?.includes('n=2')) return page([pupil(1)], on('n=2'))
      response.on('close', () => (dropped = true))
      return undefined
    })
    const walk = open(source).read('pupil', new Set(['pupil.name']))
    await walk.next()
    await sleep(40)
    await walk.return(nothingRead)
    await sleep(40)
    expect(dropped).toBe(true)
  })
})

describe('a walk that cannot be proven whole is SourceIncomplete', () => {
  test.for([
    ['more without next', () => ({ 1: page([pupil(1)], null, true) })],
    ['a full page without pagination', () => ({ 1: { data: [pupil(1), pupil(2)] } })],
    ['a repeated page', () => ({ 1: page([pupil(1)], on('n=2')), 2: page([pupil(2)], on('n=2')) })],
    ['the same pupil on two pages', () => ({ 1: page([pupil(1)], on('n=2')), 2: page([pupil(1)]) })],
    ['the same pupil twice on one page', () => ({ 1: page([pupil(1), pupil(1)]) })],
    ['an empty page that announces more', () => ({ 1: page([pupil(1)], on('n=2')), 2: page([], on('n=3')) })],
    ['next on another host', () => ({ 1: page([pupil(1)], 'https://evil.example/v1.0/schools/x/students') })],
    ['next on another port', () => ({ 1: page([pupil(1)], `http://127.0.0.1:1${students}`) })],
    ['next with a name and password', () => ({ 1: page([pupil(1)], on('n=2').replace('//', '//a:b@')) })],
    ['next in another school', () => ({ 1: page([pupil(1)], on('n=2').replace(SCHOOL, 'A2')) })],
    ['next in another list', () => ({ 1: page([pupil(1)], on('n=2').replace('students?', 'contacts?')) })],
    ['next that climbs out of its path', () => ({ 1: page([pupil(1)], on('').replace('?', '/../contacts?')) })],
    ['next that is no address', () => ({ 1: page([pupil(1)], 'page two') })],
  ] as const)('%s', async ([, pages]) => {
    pagesOf(pages())
    const failure = await failureOf(read())
    expect(failure.type).toBe('SourceIncomplete')
    expect(source.asked.filter((path) => !path.startsWith(students)).join()).not.toContain('contacts')
  })
})

describe('a page in another shape is SourceChangedShape', () => {
  test.for([
    ['no list', { data: { id: 'A1' } }, 'students.data: invalid_type'],
    ['a row that is no object', page(['A1']), 'students[0]: not_an_object'],
    ['a row without an id', page([{ surname: 'S' }]), 'students[0].id: not_an_id'],
    [
      'more that is neither yes nor no',
      page([], null, 'perhaps' as never),
      'students.meta.pagination.more: invalid_union',
    ],
    [
      'an object for a name',
      page([{ id: 'A1', surname: { first: 'Secret' } }]),
      'students[0].surname: not_a_plain_value',
    ],
    ['a name of ten megabytes', page([{ id: 'A1', surname: 'x'.repeat(10_000_000) }]), 'students[0].surname: too_long'],
    [
      'a date in another form',
      page([{ id: 'A1', date_of_birth: '29/09/2013' }]),
      'students[0].date_of_birth: not_a_date',
    ],
  ] as const)('%s', async ([, only, message]) => {
    pagesOf({ 1: only })
    await expect(read()).rejects.toMatchObject({ type: 'SourceChangedShape', message })
  })
})
