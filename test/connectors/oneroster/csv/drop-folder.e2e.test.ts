import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { openZip } from '../../../../connectors/oneroster/csv/zip.js'
import { sourceBinding } from '../../../../connectors/settings.js'
import { failureOf, readAll } from '../../support/reading.js'
import { simulatedSchool } from '../support/simulated-school.js'

const { school, source } = simulatedSchool({ profile: 'primary', pupils: 60 })

let dropFolder: string
let zip: Buffer
beforeEach(async () => {
  dropFolder = await mkdtemp(join(tmpdir(), 'rosters-'))
  zip = Buffer.from(await (await fetch(school().credentials.oneroster.csv['1.2'])).arrayBuffer())
})
afterEach(() => rm(dropFolder, { recursive: true }))

const dropped = (name: string, options: object = { dropFolder }) =>
  source({ format: 'csv', version: '1.2' }, { baseUrl: `drop:${name}`, options })
const pupilsOf = async (name: string) => (await readAll(dropped(name), 'pupil', ['pupil.name'])).records.length

test('a zip and a folder that lie there are read like one from an address', async () => {
  await writeFile(join(dropFolder, 'zipped.zip'), zip)
  await mkdir(join(dropFolder, 'loose'))
  for (const [name, content] of openZip(zip)) await writeFile(join(dropFolder, 'loose', name), content())
  const usual = await readAll(source({ format: 'csv', version: '1.2' }), 'pupil', ['pupil.name'])
  expect([await pupilsOf('zipped'), await pupilsOf('loose')]).toEqual([usual.end.records, usual.end.records])
  expect((await dropped('zipped').school()).ref).toBe(school().id)
})

test('what is not there, half there, or leads elsewhere is not read', async () => {
  await writeFile(join(dropFolder, 'half.zip'), zip.subarray(0, zip.length / 2))
  await writeFile(join(dropFolder, 'real.csv'), 'sourcedId\n')
  await mkdir(join(dropFolder, 'linked'))
  await symlink(join(dropFolder, 'real.csv'), join(dropFolder, 'linked', 'users.csv'))
  const types = ['nothing', 'half', 'linked'].map(async (name) => (await failureOf(dropped(name).school())).type)
  expect(await Promise.all(types)).toEqual(['SourceUnavailable', 'SourceIncomplete', 'SourceChangedShape'])
  expect((await failureOf(dropped('half', {}).school())).type).toBe('SourceRefused')
})

test.for([['drop:../etc'], ['drop:a/b'], ['drop:'], ['file:///etc/passwd']] as const)(
  '%s is no address',
  ([baseUrl]) => {
    const bound = { connector: 'oneroster', version: '1.2', format: 'csv', schoolId: 'o1', baseUrl }
    expect(sourceBinding({ allowPlainLoopback: true }).safeParse(bound).success).toBe(false)
    expect(sourceBinding({ allowPlainLoopback: true }).safeParse({ ...bound, baseUrl: 'drop:rosters' }).success).toBe(
      true,
    )
    const rest = { ...bound, format: 'rest', baseUrl: 'drop:rosters' }
    expect(sourceBinding({ allowPlainLoopback: true }).safeParse(rest).success).toBe(false)
  },
)
