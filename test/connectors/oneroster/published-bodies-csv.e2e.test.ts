import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { itemCodes } from '../../../agreement/items.js'
import { zip } from '../../../simulators/oneroster/csv/zip.js'
import { readAll } from '../support/reading.js'
import { open } from './support/open.js'
import { headers, manifest, rows } from './support/published-files.js'
import type { FileName } from './support/published-files.js'
import { scriptedSource } from './support/scripted-source.js'
import type { ScriptedSource } from './support/scripted-source.js'

let source: ScriptedSource
beforeEach(async () => {
  source = await scriptedSource()
})
afterEach(() => source.close())

type Version = '1.1' | '1.2'

interface Changed {
  readonly header?: (header: string, name: FileName) => string
  readonly cells?: Readonly<Record<string, string>>
}

/** A package as the sheet has it; `changed` says what is otherwise. */
function publish(version: Version, { header = (usual) => usual, cells = {} }: Changed = {}) {
  const file = (name: string, content: string) => ({ name: `${name}.csv`, content: Buffer.from(content) })
  const files = Object.entries(headers[version]).map(([name, usual]) => {
    const columns = usual.split(',')
    const line = (row: Readonly<Record<string, string>>) => {
      const cellsOf: Readonly<Record<string, string>> = { ...row, ...cells }
      return columns.map((column) => quoted(cellsOf[column] ?? '')).join(',')
    }
    const lines = rows[version][name as FileName].map(line)
    return file(name, [header(usual, name as FileName), ...lines, ''].join('\r\n'))
  })
  const packed = zip([file('manifest', manifest(version)), ...files])
  source.script('rosters.zip', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/zip' }).end(packed)
  })
  return open({ format: 'csv', version, baseUrl: `${source.baseUrl}/rosters.zip` })
}

const quoted = (cell: string) => (cell.includes(',') ? `"${cell}"` : cell)

// The headers and the manifest of oneroster.md (5), each file with a row or two.
describe.for([['1.1'], ['1.2']] as const)('the published files of OneRoster %s', ([version]) => {
  test('are a school with a pupil, a teacher and a class', async () => {
    const opened = publish(version)
    expect(await opened.school()).toMatchObject({ ref: 'org-1', name: 'Example School', establishmentNumber: '3430' })
    const [pupil, ...others] = (await readAll(opened, 'pupil', itemCodes)).records
    expect(others).toEqual([])
    expect(pupil).toMatchObject({
      ref: 'u1',
      identities: [
        { kind: 'sourceId', value: 'u1' },
        { kind: 'misId', value: '002201' },
        { kind: 'upn', value: 'A801200000001' },
      ],
      items: {
        'pupil.name': { forename: 'Ada', surname: 'Example', middleNames: null },
        'pupil.yearGroup': '4',
        'pupil.email': 'ada@school.test',
        'pupil.gender': 'female',
        'pupil.dateOfBirth': '2016-11-02',
        'pupil.registrationGroup': '4 Oak',
        'pupil.homePhone': null,
      },
      memberships: [{ group: 'c1', item: 'pupil.groups', from: '2025-09-03' }],
    })
    expect((await readAll(opened, 'staff', itemCodes)).records).toMatchObject([
      { ref: 'u2', items: { 'staff.misId': '26' }, memberships: [{ group: 'c1', item: 'staff.groups' }] },
    ])
    expect((await readAll(opened, 'group', itemCodes)).records).toMatchObject([
      { ref: 'c1', items: { 'group.name': '4 Oak', 'group.type': 'registration' } },
    ])
  })

  test.for([
    ['with status and stamp filled', { cells: { status: 'active', dateLastModified: '2026-02-12T02:07:21.000Z' } }],
    ['with the names of 1.0 for a birth', { header: (usual: string, name: string) => (name === 'demographics' ? usual.replace('sourcedId', 'userSourcedId').replace('birthDate', 'birthdate') : usual) }],
  ] as const)('may come %s', async ([, changed]) => {
    const read = async (opened: ReturnType<typeof publish>) => (await readAll(opened, 'pupil', itemCodes)).records
    expect(await read(publish(version, changed))).toEqual(await read(publish(version)))
  }) // prettier-ignore
})
