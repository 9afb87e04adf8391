import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { ItemCode } from '../../../agreement/items.js'
import { failureOf, readAll } from '../support/reading.js'
import { open } from './support/open.js'
import { pagesOf, student, users } from './support/rows.js'
import { scriptedSource } from './support/scripted-source.js'
import type { ScriptedSource } from './support/scripted-source.js'

let source: ScriptedSource
beforeEach(async () => {
  source = await scriptedSource()
})
afterEach(() => source.close())

const wanted: readonly ItemCode[] = ['pupil.name']
const pupils = (version: '1.1' | '1.2' = '1.1', rowsAPage = 2) =>
  readAll(open({ ...source, version, options: { rowsAPage } }), 'pupil', wanted)

const link = (target: string, rel = 'next') => ({ link: `<${target}>; rel="${rel}"` })

describe('pages', () => {
  const rows = async (rowsAPage: number) => (await pupils('1.1', rowsAPage)).records.map(({ ref }) => ref)

  test.for([
    [
      'a link in small letters of a relative address',
      [
        [users('u1', 'u2'), { link: '</schools/org-1/students?offset=2>;rel=next' }],
        [users('u3'), { link: '</x>; rel=prev' }],
      ],
    ],
    [
      'a total alone',
      [
        [users('u1', 'u2'), { 'x-total-count': '3' }],
        [users('u3'), { 'x-total-count': '3' }],
      ],
    ],
    ['nothing but an empty page', [[users('u1', 'u2')], [users('u3')], [users()]]],
    [
      'fewer rows than were asked for',
      [
        [users('u1'), { 'x-total-count': '3' }],
        [users('u2'), { 'x-total-count': '3' }],
        [users('u3'), { 'x-total-count': '3' }],
      ],
    ],
    ['more rows than were asked for', [[users('u1', 'u2', 'u3')]]],
    [
      'rows under the name of the path',
      [[{ students: [student('u1'), student('u2')] }], [{ students: [student('u3')] }], [{ students: [] }]],
    ],
    ['remarks beside the rows', [[{ statusInfoSet: [{ imsx_severity: 'warning' }], ...users('u1', 'u2', 'u3') }]]],
  ] as const)('%s leads to all of them', async ([, pages, rowsAPage = 2]) => {
    source.script('schools/org-1/students', pagesOf(...pages))
    expect(await rows(rowsAPage)).toEqual(['u1', 'u2', 'u3'])
  })

  test.for([
    [
      'an empty page before the total',
      [
        [users('u1'), { 'x-total-count': '3' }],
        [users(), { 'x-total-count': '3' }],
      ],
      'SourceIncomplete',
    ],
    [
      'a total that changes',
      [
        [users('u1'), { 'x-total-count': '3' }],
        [users('u2'), { 'x-total-count': '2' }],
      ],
      'SourceIncomplete',
    ],
    ['more rows than the total', [[users('u1', 'u2'), { 'x-total-count': '1' }]], 'SourceIncomplete'],
    [
      'the last link before the total',
      [[users('u1'), { 'x-total-count': '3', ...link('/x', 'prev') }]],
      'SourceIncomplete',
    ],
    ['a link to another host', [[users('u1'), link('http://127.0.0.2/schools/org-1/students')]], 'SourceIncomplete'],
    ['a link to another list', [[users('u1'), link('/schools/org-1/teachers')]], 'SourceIncomplete'],
    ['a link from an empty page', [[users(), link('/schools/org-1/students?offset=2')]], 'SourceIncomplete'],
    [
      'the same page again, and one row where one is asked for',
      [[users('u1', 'u2')], [users('u1', 'u2')], [users('u1')]],
      'SourceIncomplete',
    ],
    ['no list', [[{ users: null }]], 'SourceChangedShape'],
    ['a row without an id', [[{ users: [{ givenName: 'Secret' }] }]], 'SourceChangedShape'],
    ['a pupil of another school', [[{ users: [student('u1', { orgs: [{ sourcedId: 'org-2' }] })] }]], 'WrongSchool'],
  ] as const)('%s is a failure', async ([, pages, type]) => {
    source.script('schools/org-1/students', pagesOf(...pages))
    const failure = await failureOf(pupils())
    expect([failure.type, String(failure).includes('Secret')]).toEqual([type, false])
  })
})

describe('a list of everybody that the credentials open', () => {
  beforeEach(() => {
    for (const list of ['students', 'enrollments', 'classes'])
      source.script(`schools/org-1/${list}`, (_request, response) => void response.writeHead(404).end())
  })

  test('gives this school’s pupils, and of nobody else anything [R33]', async () => {
    const parent = student('u2', { role: 'parent', familyName: { not: 'looked at' } })
    const other = student('u3', { orgs: [{ sourcedId: 'org-2' }], familyName: 3 })
    source.script('users', pagesOf([{ users: [student('u1'), parent, other] }]))
    const { records, end } = await pupils()
    expect([records.map(({ ref }) => ref), end.records]).toEqual([['u1'], 1])
    expect(decodeURIComponent(source.asked.at(-1)!)).toContain("filter=status='active'+AND+role='student'")
  })

  test('is not asked by role in 1.2, where nobody says what that does', async () => {
    source.script('users', pagesOf([{ users: [] }, { 'x-total-count': '0' }]))
    await pupils('1.2')
    expect(source.asked.at(-1)).not.toContain('role%3D')
  })

  test('is tried once a night only', async () => {
    const opened = open(source)
    for (const kind of ['group', 'staff', 'pupil'] as const)
      await readAll(opened, kind, [...wanted, 'pupil.classes', 'staff.name'])
    expect(source.asked.filter((one) => one.includes('/schools/org-1/'))).toHaveLength(1)
  })
})
