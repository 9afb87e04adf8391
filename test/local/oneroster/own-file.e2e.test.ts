import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { offeredAgreements } from '../../../agreement/own-agreements.js'
import { readArguments } from '../../../local/arguments.js'
import { readOwnFile } from '../../../local/oneroster/own-file.js'
import { packed } from '../../connectors/oneroster/support/package.js'
import type { Change } from '../../connectors/oneroster/support/package.js'

let folder: string
beforeEach(async () => void (folder = await realpath(await mkdtemp(join(tmpdir(), 'termkeeper-own-')))))
afterEach(() => rm(folder, { recursive: true, force: true }))

async function put(name: string, change: Change = {}): Promise<string> {
  await writeFile(join(folder, name), packed(change))
  return join(folder, name)
}
const refusal = (reading: Promise<unknown>) =>
  reading.then(
    () => 'nothing was wrong',
    (error: unknown) => (error instanceof Error && error.name === 'StackProblem' ? error.message : String(error)),
  )
const schools = (...ids: readonly string[]) => ({
  'orgs.csv': `sourcedId,name,type\n${ids.map((id) => `${id},School of ${id},school\n`).join('')}`,
})

describe('a file of the user’s own', () => {
  test('is bound where it lies, also behind a link and under a name with spaces and points', async () => {
    const path = await put('Our rosters (1.2).zip')
    await symlink(path, join(folder, 'link.zip'))
    const found = await readOwnFile(join(folder, 'link.zip'), undefined)
    expect(found).toMatchObject({
      folder,
      binding: {
        connector: 'oneroster',
        format: 'csv',
        version: '1.2',
        schoolId: 'o1',
        baseUrl: 'drop:Our rosters (1.2)',
      },
      school: { name: 'Quillhaven', urn: '123456' },
    })
  })

  test('of several schools is read for the one that is chosen, and otherwise says which there are', async () => {
    const path = await put('trust.zip', schools('o1', 'o2', 'o3'))
    const sentence =
      'trust.zip has 3 of type school in orgs.csv (sourcedId o1, o2, o3); say which with --org <sourcedId>.'
    expect(await refusal(readOwnFile(path, undefined))).toBe(sentence)
    expect(await refusal(readOwnFile(path, 'o4'))).toBe(sentence)
    expect((await readOwnFile(path, 'o2')).school.name).toBe('School of o2')
    const large = await put('large.zip', schools(...Array.from({ length: 12 }, (_, number) => `s${number}`)))
    expect(await refusal(readOwnFile(large, undefined))).toMatch(/has 12 .*s0, s1, .*, s9 and 2 more\)/)
  })

  test('that is not there, or is none, is refused in a sentence', async () => {
    await mkdir(join(folder, 'folder.zip'))
    for (const name of ['none.zip', 'folder.zip'])
      expect(await refusal(readOwnFile(join(folder, name), undefined))).toBe(
        `There is no file ${join(folder, name)}; name a zip of OneRoster’s CSV files.`,
      )
    const text = await put('rosters.csv')
    expect(await refusal(readOwnFile(text, undefined))).toBe(
      `${text} is not called .zip; name a zip of OneRoster’s CSV files.`,
    )
    await writeFile(join(folder, 'page.zip'), '<html>')
    expect(await refusal(readOwnFile(join(folder, 'page.zip'), undefined))).toBe(
      'page.zip cannot be used: file: no zip or one that was cut short.',
    )
  })

  test.for<[string, Change, string]>([
    ['no manifest', { 'manifest.csv': null }, 'manifest.csv: not in the package.'],
    [
      'changes alone',
      { 'manifest.csv': 'propertyName,value\noneroster.version,1.2\nfile.users,delta\n' },
      'manifest.csv line 3 column 2 (value): delta, changes can only be read over a whole package: send one in which every file is bulk.',
    ],
    ['a wrong header', { 'classes.csv': 'sourcedId,schoolSourcedId\n' }, 'classes.csv line 1 (title): missing column.'],
    [
      'a bad row',
      { 'demographics.csv': 'sourcedId,birthDate,sex\nu1,"Secret, of\nDecember",female\n' },
      'demographics.csv line 2 column 2 (birthDate): not a date.',
    ],
  ])('with %s is refused by file, line and column, without what stands there', async ([, change, sentence]) => {
    expect(await refusal(readOwnFile(await put('ours.zip', change), undefined))).toBe(
      `ours.zip cannot be used: ${sentence}`,
    )
  })
})

test('the agreement of such a school names OneRoster, takes nothing about parents and is offered on request only', () => {
  const offered = offeredAgreements('local/oneroster/agreements').filter(({ id }) => id === 'own-roster')
  expect(offered).toMatchObject([{ connectors: ['oneroster'], people: { contacts: 'refuse' }, downstream: [] }])
  expect(offeredAgreements(undefined).map(({ id }) => id)).not.toContain('own-roster')
})

describe('what `npm start --` is told', () => {
  test('is nothing, a fresh home, or a file and which school of it', () => {
    expect(readArguments([])).toEqual({ fresh: false })
    expect(readArguments(['--fresh', '--oneroster-csv', 'a.zip', '--org=o1'])).toEqual({
      fresh: true,
      ownFile: { path: 'a.zip', org: 'o1' },
    })
  })

  test.for([
    [['--oneroster-cvs', 'a.zip'], 'takes --fresh, --oneroster-csv <zip>'],
    [['--oneroster-csv'], 'takes --fresh, --oneroster-csv <zip>'],
    [['a.zip'], 'takes --fresh, --oneroster-csv <zip>'],
    [['--org', 'o1'], 'name the file with --oneroster-csv'],
  ] as const)('%j is refused in a sentence', ([args, sentence]) => {
    expect(() => readArguments(args)).toThrow(sentence)
  })
})
