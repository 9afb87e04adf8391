import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { itemCodes } from '../../../agreement/items.js'
import type { ItemCode } from '../../../agreement/items.js'
import type { Departure, SourceRecord } from '../../../connectors/source.js'
import { xporterSource } from '../../../connectors/xporter/xporter-source.js'
import { xporterWith } from '../../simulators/xporter-client.js'
import { calm, failureOf } from '../support/reading.js'
import { read } from './support/scripted-source.js'

let school: Awaited<ReturnType<typeof xporterWith>>
beforeAll(async () => {
  school = await xporterWith(120)
})
afterEach(async () => {
  await school.habits({})
  await school.deny()
  await school.sim('DELETE', 'faults')
})
afterAll(async () => school.stop())

/** Pages of forty, so that there are some. */
function source() {
  const { schoolId, relyingParty, schoolSecret } = school.credentials
  return xporterSource(
    { connector: 'xporter', schoolId, relyingParty, baseUrl: school.url },
    { schoolSecret },
    { ...calm, patienceMs: 200 },
    { allowPlainLoopback: true, firstWaitMs: 4, rowsAPage: 40 },
  )
}

const without = (...out: readonly ItemCode[]) => itemCodes.filter((code) => !out.includes(code))

async function departures(): Promise<readonly Departure[]> {
  const found: Departure[] = []
  for await (const some of source().departures(null)) found.push(...some)
  return found
}

describe('whatever habits the source has', () => {
  const plain = ({ ref: _, identities: __, memberships, ...record }: SourceRecord) => ({
    ...record,
    in: memberships.length,
  })

  test.for([
    [{ select: 'ignored' }],
    [{ keys: 'older' }],
    [{ keys: 'lower' }],
    [{ pagination: 'always' }],
    [{ pagination: 'never' }],
    [{ pageCount: 'primary' }],
    [{ errors: 'bodies' }],
    [{ errors: 'statuses' }],
    [{ memberDates: 'missing' }],
    [{ xids: 'missing' }],
    [{ leavers: 'apart', snapshots: 'forgotten' }],
  ])('%j: the same people are read', async ([habits]) => {
    const usual = await read(source(), 'pupil', itemCodes)
    await school.habits(habits!)
    const { records, end } = await read(source(), 'pupil', itemCodes)
    expect(records.map(plain)).toEqual(usual.records.map(plain))
    expect(end.records).toBe(usual.end.records)
    expect(end.pages).toBeGreaterThan(2)
  })

  test('somebody is the same person with and without an id of Xporter’s own', async () => {
    const before = (await read(source())).records
    await school.habits({ xids: 'missing' })
    const after = (await read(source())).records
    const shared = before.map(({ identities }, at) => identities.filter(({ value }) => after[at]?.identities.some((other) => other.value === value))) // prettier-ignore
    expect(shared.every((of) => of.some(({ kind }) => kind === 'misId'))).toBe(true)
  })
})

describe('a school that says no', () => {
  test.for([
    [{ authorisation: 'paused' }, 'SourceRefused', 'paused'],
    [{ authorisation: 'revoked' }, 'SourceRefused', 'revoked'],
    [{ secret: 'renewed' }, 'SourceRefused', 'revoked'],
    [{ cache: 'refreshing' }, 'SourceUnavailable', 'not ready'],
    [{ cache: 'moving' }, 'SourceIncomplete', 'anew'],
  ] as const)('%j is %s', async ([habits, type, words]) => {
    await school.habits(habits)
    const failure = await failureOf(read(source()))
    expect(failure).toMatchObject({ type, message: expect.stringContaining(words) })
  })

  test.for([
    ['missingLastPage', 'SourceIncomplete'],
    ['repeatedPage', 'SourceIncomplete'],
    ['endlessPages', 'SourceIncomplete'],
    ['countsDisagree', 'SourceIncomplete'],
    ['duplicateIds', 'SourceIncomplete'],
  ] as const)('with %s is %s', async ([kind, type]) => {
    await school.sim('PUT', 'faults', { faults: [{ kind, path: '/Students' }] })
    expect((await failureOf(read(source()))).type).toBe(type)
  })

  test.for([['nextOnOtherHost'], ['moreWithoutNext']] as const)(
    'with %s is read: links are not followed',
    async ([kind]) => {
      await school.sim('PUT', 'faults', { faults: [{ kind }] })
      expect((await read(source())).end.records).toBeGreaterThan(100)
    },
  )

  test('with an empty list says so, and how empty it is is for the verdict to judge', async () => {
    await school.sim('PUT', 'faults', { faults: [{ kind: 'emptySchool', path: '/Students' }] })
    expect((await read(source())).end.records).toBe(0)
  })
})

describe('who is gone', () => {
  test.for([['amongStudents'], ['apart']] as const)('is told with leavers %s', async ([leavers]) => {
    await school.habits({ leavers })
    const { misId } = (await school.truth()).pupils[leavers === 'apart' ? 30 : 31]!
    await school.event({ do: 'leave', misId, on: '2026-11-20' })
    const found = (await departures()).filter(({ identities }) => identities.some(({ value }) => value === misId))
    expect(found).toMatchObject([{ kind: 'pupil', by: 'leaverRow', leftOn: '2026-11-20' }])
    const listed = (await read(source(), 'pupil', without('pupil.upn'))).records
    expect(listed.some(({ items }) => items['pupil.misId'] === misId)).toBe(false)
  })

  test('is told of somebody whom the school withholds, as such', async () => {
    const { misId } = (await school.truth()).pupils[40]!
    await school.event({ do: 'optOut', misId })
    const found = (await departures()).filter(({ identities }) => identities.some(({ value }) => value === misId))
    expect(found).toMatchObject([{ kind: 'pupil', by: 'optOut', leftOn: null, ref: `PL-${misId}` }])
  })

  test('is told of staff, and of nobody where the lists are not shared', async () => {
    const { misId } = (await school.truth()).staff[3]!
    await school.event({ do: 'leave', misId, on: '2026-11-20' })
    expect(
      (await departures())
        .filter(({ kind }) => kind === 'staff')
        .map(({ identities }) => identities.map(({ value }) => value)),
    ).toEqual(
      // prettier-ignore
      expect.arrayContaining([expect.arrayContaining([misId])]),
    )
    await school.deny('Student', 'StudentLite', 'Staff', 'StaffLite')
    expect((await departures()).filter(({ by }) => by === 'leaverRow')).toEqual([])
  })
})
