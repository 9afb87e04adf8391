import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openZip } from '../../../connectors/oneroster/csv/zip.js'
import { rosterOf } from './client.js'

let one: Awaited<ReturnType<typeof rosterOf>>
beforeAll(async () => {
  one = await rosterOf({ pupils: 60, profile: 'primary' }, '1.1')
})
afterEach(async () => {
  await one.play({})
  await one.call('DELETE', '/_sim/faults')
})
afterAll(() => one.stop())

/** The lines of each file of the package, without their ends. */
async function files(version: '1.1' | '1.2' = '1.1', more = ''): Promise<ReadonlyMap<string, readonly string[]>> {
  const answer = await fetch(`${one.credentials.csv[version]}${more}`)
  const packed = openZip(Buffer.from(await answer.arrayBuffer()))
  return new Map([...packed].map(([name, content]) => [name, content().toString().trimEnd().split('\r\n')]))
}

describe('what a school keeps back', () => {
  test.for([
    ['births', 'demographics', 'demographics'],
    ['classes', 'classes', 'classes'],
    ['people', 'students', 'users'],
  ] as const)('%s: REST refuses %s, and the package has no file %s', async ([withheld, list, file]) => {
    expect([(await one.get(list)).status, (await files()).has(`${file}.csv`)]).toEqual([200, true])
    await one.play({ withheld })
    expect((await one.get(list)).status).toBe(403)
    expect((await one.get(`schools/${one.id}`)).status).toBe(200)
    const left = await files()
    expect(left.has(`${file}.csv`)).toBe(false)
    expect(left.get('manifest.csv')).toContain(`file.${file},absent`)
    expect(left.get('manifest.csv')).toContain('file.enrollments,bulk')
  })
})

describe('a member of staff whose record was deleted', () => {
  test('is a row that says so, until it is restored, and in files that say such things', async () => {
    const teacher = (await one.truth()).staff.find(({ teaching }) => teaching)!
    const path = `schools/${one.id}/teachers?limit=500`
    const row = (await one.list(path)).find(({ identifier }) => identifier === teacher.misId)!
    const seen = async () => (await one.list(path)).find(({ sourcedId }) => sourcedId === row['sourcedId'])
    const inFile = async () => (await files()).get('users.csv')?.some((line) => line.startsWith(String(row['sourcedId'])))
    await one.event({ do: 'delete', misId: teacher.misId })
    expect(await seen()).toMatchObject({ status: 'tobedeleted', role: 'teacher', familyName: '' })
    expect(await inFile()).toBe(false)
    await one.play({ csv: 'filled' })
    expect(await inFile()).toBe(true)
    await one.play({ leavers: 'gone' })
    expect(await seen()).toBeUndefined()
    await one.play({})
    await one.event({ do: 'restore', misId: teacher.misId })
    expect(await seen()).toMatchObject({ status: 'active', identifier: teacher.misId })
  }) // prettier-ignore
})

describe('what changed since an instant', () => {
  const changes = async (since: string) =>
    [...(await files('1.2', `&since=${since}`))].flatMap(([name, [, ...rows]]) =>
      name === 'manifest.csv' ? [] : rows.map((row) => [name, ...row.split(',').slice(0, 3)]),
    )

  test('is the rows that are otherwise now, and of those that went one that says so; before it nothing', async () => {
    await one.call('DELETE', `/_sim/schools/${one.id}/events`)
    const { now } = (await one.call('GET', '/_sim/clock')).body as unknown as { readonly now: string }
    expect(await changes(now)).toEqual([])
    const [goes, renamed] = (await one.truth()).pupils
    await one.event({ do: 'leave', misId: goes!.misId })
    await one.event({ do: 'rename', misId: renamed!.misId, surname: 'Quillfeather' })
    const rows = await changes(now)
    const filesOf = (status: string) => rows.filter((row) => row[2] === status).map(([name]) => name)
    expect(new Set(filesOf('tobedeleted'))).toEqual(new Set(['enrollments.csv', 'demographics.csv', 'users.csv', 'roles.csv'])) // prettier-ignore
    expect(filesOf('active').filter((name) => name === 'users.csv').length).toBeGreaterThan(0)
    expect(rows.every(([, , , stamp]) => (stamp ?? '') >= now)).toBe(true)
    const manifest = (await files('1.2', `&since=${now}`)).get('manifest.csv')
    expect(manifest).toEqual(expect.arrayContaining(['file.users,delta', 'file.orgs,delta', 'file.results,absent']))

    await one.call('PUT', '/_sim/clock', { now: new Date(Date.parse(now) + 60_000).toISOString() })
    expect(await changes(new Date(Date.parse(now) + 1).toISOString())).toEqual([])
    expect((await fetch(`${one.credentials.csv['1.2']}&since=soon`)).status).toBe(400)
    await one.call('DELETE', `/_sim/schools/${one.id}/events`)
  })
})

describe('a fault of lists in a file', () => {
  const ids = (lines: readonly string[] = []) => lines.slice(1).map((line) => line.split(',')[0])

  test('gives the last row of each the id of its first', async () => {
    await one.fault({ kind: 'duplicateIds' })
    const users = ids((await files()).get('users.csv'))
    expect([users.at(-1), new Set(users).size]).toEqual([users[0], users.length - 1])
  })

  test('writes no days where days belong, and a surname of ten megabytes', async () => {
    await one.fault({ kind: 'wrongTypes' })
    expect((await files()).get('enrollments.csv')?.[1]).toContain(',soon,')
    for (const version of ['1.1', '1.2'] as const) {
      await one.fault({ kind: 'hugeString' })
      const packed = Buffer.from(await (await fetch(one.credentials.csv[version])).arrayBuffer())
      expect(() => openZip(packed).get('users.csv')?.()).toThrow('packed_beyond_reason')
    }
  })

  test('leaves nothing but headers and the school, or all as it is where it is one of pages', async () => {
    const whole = await files()
    await one.fault({ kind: 'emptySchool' })
    const empty = await files()
    expect([empty.get('users.csv')?.length, empty.get('classes.csv')?.length, empty.get('orgs.csv')]).toEqual([
      1,
      1,
      whole.get('orgs.csv'),
    ])
    for (const kind of ['endlessPages', 'nextOnOtherHost', 'countsDisagree']) {
      await one.fault({ kind })
      expect(await files()).toEqual(whole)
    }
  })
})
