import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { itemCodes } from '../../../../agreement/items.js'
import type { Source } from '../../../../connectors/source.js'
import { departuresOf, failureOf, readAll } from '../../support/reading.js'
import { manifestOf, packed } from '../support/package.js'
import { simulatedSchool } from '../support/simulated-school.js'

const { control, happens, play, school, source, truth } = simulatedSchool({ profile: 'secondary11to16', pupils: 90 })

let dropFolder: string
beforeEach(async () => {
  dropFolder = await mkdtemp(join(tmpdir(), 'rosters-'))
  await mkdir(join(dropFolder, 'daily'))
})
afterEach(async () => {
  await rm(dropFolder, { recursive: true })
  await control('DELETE', `schools/${school().id}/events`)
  await control('PUT', 'clock', { now: '2026-11-10' })
})

type Version = '1.1' | '1.2'

const put = (name: string, bytes: Buffer) => writeFile(join(dropFolder, name), bytes)
/** What the simulated provider offers now: everything, or what changed since a day. */
async function offered(version: Version, since?: string): Promise<Buffer> {
  const more = since === undefined ? '' : `&since=${since}`
  const answer = await fetch(`${school().credentials.oneroster.csv[version]}${more}`)
  return Buffer.from(await answer.arrayBuffer())
}
const dropped = (version: Version, name = 'daily') =>
  source({ format: 'csv', version }, { baseUrl: `drop:${name}`, options: { dropFolder } })
const fails = async () => (await failureOf(dropped('1.2').school())).message

/** Everybody and every group, whatever the order. */
async function allOf(opened: Source) {
  const read = async (kind: 'pupil' | 'staff' | 'group') =>
    (await readAll(opened, kind, itemCodes)).records
      .map((one) => ({ ...one, memberships: [...one.memberships].sort((a, b) => a.group.localeCompare(b.group)) }))
      .sort((a, b) => a.ref.localeCompare(b.ref))
  return { pupils: await read('pupil'), staff: await read('staff'), groups: await read('group') }
}

describe.for([['1.1'], ['1.2']] as const)('a whole package of version %s and two of changes', ([version]) => {
  /** Three days of a school: somebody leaves and comes back, others leave, change, move and come. */
  async function threeDays() {
    const { pupils, staff } = await truth()
    const misId = (index: number) => pupils[index]?.['misId']
    const teacher = staff.find(({ teaching }) => teaching)?.['misId']
    await put('daily/2026-11-10.zip', await offered(version))
    for (const event of [
      { do: 'leave', misId: misId(3) },
      { do: 'leave', misId: misId(4) },
      { do: 'rename', misId: misId(5), surname: 'Quillfeather' },
      { do: 'moveClass', misId: misId(6) },
      { do: 'join' },
    ])
      await happens(event)
    await control('PUT', 'clock', { now: '2026-11-11' })
    await put('daily/2026-11-11.zip', await offered(version, '2026-11-10'))
    for (const event of [
      { do: 'return', misId: misId(3) },
      { do: 'delete', misId: misId(7) },
      { do: 'rename', misId: misId(5), surname: 'Inkwell' },
      { do: 'leave', misId: teacher },
    ])
      await happens(event)
    await control('PUT', 'clock', { now: '2026-11-12' })
    await put('daily/2026-11-12.zip', await offered(version, '2026-11-11'))
    await put('whole.zip', await offered(version))
    return { back: misId(3), gone: [misId(4), misId(7), teacher] }
  }

  // Bulk files that are filled have stamps, which those of changes are compared with.
  test.for([['usual'], ['filled']])(
    'give the people and memberships of one whole %s package of the same day',
    async ([csv]) => {
      await play({ csv })
      await threeDays()
      const layered = await allOf(dropped(version))
      expect(layered).toEqual(await allOf(dropped(version, 'whole')))
      expect(
        layered.pupils.filter(({ items }) => JSON.stringify(items['pupil.name']).includes('Inkwell')),
      ).toHaveLength(1)
      expect(layered.pupils.some(({ memberships }) => memberships.length > 1)).toBe(true)
    },
  )

  test('state who is gone, where a whole package of the same day only lists them no more', async () => {
    const before = await (async () => {
      await put('daily/2026-11-10.zip', await offered(version))
      const { pupils, staff } = await allOf(dropped(version))
      return new Map(
        [...pupils, ...staff].map((one) => [one.ref, one.items['pupil.misId'] ?? one.items['staff.misId']]),
      )
    })()
    const { back, gone } = await threeDays()
    const stated = (await departuresOf(dropped(version))).map(({ ref }) => before.get(ref))
    expect(stated).toEqual(expect.arrayContaining(gone))
    expect(stated).not.toContain(back)
    expect(await departuresOf(dropped(version, 'whole'))).toEqual([])
  })
})

describe('a folder of packages', () => {
  const others = ['orgs', 'classes', 'enrollments', 'roles', 'demographics']
  const allBulk = Object.fromEntries([...others, 'users'].map((list) => [list, 'bulk']))
  const everything = packed({ 'manifest.csv': manifestOf(allBulk) })
  const whole = (day: string) => put(`daily/${day}.zip`, everything)
  const none = Object.fromEntries(others.map((list) => [`${list}.csv`, null]))
  const users = (text: string) => packed({ ...none, 'manifest.csv': manifestOf({ users: 'delta' }), 'users.csv': text })
  const changes = (day: string, ...rows: readonly string[]) =>
    put(`daily/${day}.zip`, users(['sourcedId,status,givenName,familyName', ...rows].join('\n')))
  const read = async () => {
    const bound = source({ format: 'csv', version: '1.2' }, { schoolId: 'o1', baseUrl: 'drop:daily', options: { dropFolder } }) // prettier-ignore
    return (await readAll(bound, 'pupil', ['pupil.name'])).records.map(({ items }) => items['pupil.name'])
  }

  test('is read from its newest whole one on, by day and time; nothing older is opened', async () => {
    await put('daily/2026-11-08.zip', Buffer.from('no zip'))
    await whole('2026-11-09')
    await changes('2026-11-09-1730', 'u2,active,Second,Secret')
    await changes('2026-11-09-0400', 'u1,active,First,Secret', 'u2,active,First,Secret')
    expect(await read()).toMatchObject([{ forename: 'First' }, { forename: 'Second' }])
    await whole('2026-11-10')
    expect(await read()).toMatchObject([{ forename: 'Ada\nMay' }, { forename: 'Ben' }])
  })

  test('that comes to more than is read at once is refused, though none of its packages does', async () => {
    const large = (bytes: Buffer) => {
      const claims = Buffer.from(bytes)
      claims.writeUInt32LE(200 * 1_048_576, claims.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24)
      return claims
    }
    await put('daily/2026-11-09.zip', large(everything))
    expect(await read()).toHaveLength(2)
    await put('daily/2026-11-10.zip', large(users('sourcedId\n')))
    expect(await fails()).toBe('file: too_large_unpacked')
  })

  test('without a whole one is refused, and says what to send', async () => {
    const advice = 'changes can only be read over a whole package: send one in which every file is bulk'
    await changes('2026-11-09', 'u2,tobedeleted,,')
    expect(await fails()).toContain(`2026-11-09/manifest.csv line 3 column 2 (value): delta, ${advice}`)
    await changes('2026-11-10', 'u2,tobedeleted,,')
    expect(await fails()).toContain(`file: no_whole_package, ${advice}`)
  })

  test('is refused for whatever could be another order, another place or half of it', async () => {
    await whole('2026-11-09')
    await changes('changes of Ada', 'u2,tobedeleted,,')
    expect(await fails()).toBe(
      'file: a_zip_not_called_by_its_day, call each 2026-09-01.zip, or 2026-09-01-0400.zip where a day has several',
    )
    await rm(join(dropFolder, 'daily', 'changes of Ada.zip'))
    await put('daily/users.csv', Buffer.from('sourcedId\n'))
    expect(await fails()).toContain('file: zips_and_loose_files')
    await rm(join(dropFolder, 'daily', 'users.csv'))
    await put('elsewhere.zip', users('sourcedId\n'))
    await symlink(join(dropFolder, 'elsewhere.zip'), join(dropFolder, 'daily', '2026-11-10.zip'))
    expect(await fails()).toBe('file: too_large_or_no_plain_file')
    await rm(join(dropFolder, 'daily', '2026-11-10.zip'))
    await put('daily/2026-11-10.zip', users('sourcedId\n').subarray(0, 50))
    expect(await fails()).toBe('2026-11-10.zip: no_zip_or_one_that_was_cut_short')
  })
})
