import { describe, expect, test } from 'vitest'
import { itemCodes } from '../../../agreement/items.js'
import type { ItemValue } from '../../../agreement/items.js'
import { openSource } from '../../../connectors/registry.js'
import type { Departure, Source, SourceKind, SourceRecord } from '../../../connectors/source.js'
import { calm, failureOf } from '../support/reading.js'
import { pairs } from './pairs.js'
import type { Pair } from './pairs.js'
import { readAll } from '../support/reading.js'
import { schoolOfTheContract } from './school.js'

const { asked, control, deny, fault, happens, open, school, truth } = schoolOfTheContract()

const kinds = ['group', 'staff', 'pupil'] as const
const onRoll = ({ facts: { status, spell } }: SourceRecord) =>
  status !== 'G' && status !== 'P' && (spell?.start ?? '') <= '2026-11-10' && (spell?.leaving ?? '9999') >= '2026-11-10'

const said = (value: ItemValue | undefined) => (typeof value === 'string' ? value : '?')

/** Groups by name and people by MIS id, each with names of groups: what must be the same whatever was spoken. */
async function seenThrough(source: Source) {
  const groups = (await readAll(source, 'group', itemCodes)).records
  const names = new Map(groups.map(({ ref, items }) => [ref, said(items['group.name'])]))
  const people = async (kind: SourceKind) => {
    const { records, end } = await readAll(source, kind, itemCodes)
    expect(end.records).toBe(records.length)
    const seen = records.filter(onRoll).map(({ items, memberships }) => ({
      misId: items[`${kind === 'pupil' ? 'pupil' : 'staff'}.misId`],
      name: items[`${kind === 'pupil' ? 'pupil' : 'staff'}.name`],
      ...(kind === 'pupil' && { upn: items['pupil.upn'], year: items['pupil.yearGroup'], fsm: items['pupil.fsm'] }),
      email: items[`${kind === 'pupil' ? 'pupil' : 'staff'}.email`],
      in: memberships.map(({ group, item }) => `${item} ${names.get(group) ?? '?'}`).sort(),
    }))
    return seen.sort((one, other) => Number(one.misId) - Number(other.misId))
  }
  return { groups, pupils: await people('pupil'), staff: await people('staff') }
}

async function departuresOf(source: Source): Promise<readonly Departure[]> {
  const found: Departure[] = []
  for await (const some of source.departures(null)) found.push(...some)
  return found
}

describe.for(pairs.map((pair) => [pair.connector, pair] as const))('a school read through %s', ([, pair]) => {
  const source = () => open(pair)
  const pupils = () => readAll(source(), 'pupil', ['pupil.name'])

  test('tells who it is, by the id that is bound [R34][R46]', async () => {
    const said = await source().school()
    const { binding } = pair.settings(school().credentials)
    expect(said).toMatchObject({ ref: (binding as { schoolId: string }).schoolId, name: 'Contract School' })
    expect(said.establishmentNumber).toBe(school().establishmentNumber)
  })

  test('has the pupils and staff that are really there, in the groups they are in [R32]', async () => {
    const real = await truth()
    const seen = await seenThrough(source())
    const bySize = (one: { misId: unknown }, other: { misId: unknown }) => Number(one.misId) - Number(other.misId)
    const nameOf = (one: (typeof real.pupils)[number]) => {
      const { forename, surname, middleNames } = one
      return { forename, surname, middleNames }
    }
    expect(seen.pupils).toEqual(
      real.pupils
        .map((one) => ({
          misId: one.misId,
          name: nameOf(one),
          upn: one.upn,
          year: one['yearGroup'],
          fsm: one['fsm'],
          email: one['email'],
          in: [...one.groups.map((name) => `pupil.groups ${name}`), ...one.classes.map((name) => `pupil.classes ${name}`)].sort(), // prettier-ignore
        }))
        .sort(bySize),
    )
    expect(seen.staff).toEqual(
      real.staff
        .map((one) => ({
          misId: one.misId,
          name: nameOf(one),
          email: one['email'],
          in: [...one.groups, ...one.classes].map((name) => `staff.groups ${name}`).sort(),
        }))
        .sort(bySize),
    )
  })

  test('has the groups and classes that are really there, by name and type', async () => {
    const real = await truth()
    const { groups } = await seenThrough(source())
    const used = new Set([...real.pupils, ...real.staff].flatMap(({ groups: of, classes }) => [...of, ...classes]))
    const listed = real.groups.filter(({ name }) => pair.listsEmptyGroups || used.has(name))
    expect(groups.map(({ items }) => `${said(items['group.type'])} ${said(items['group.name'])}`).sort()).toEqual(
      listed.map(({ type, name }) => `${type.toLowerCase()} ${name}`).sort(),
    )
    expect(new Set(groups.map(({ ref }) => ref)).size).toBe(groups.length)
  })

  test('is asked for what is granted, and what the rules of time need, and no more [R02][R03]', async () => {
    const opened = source()
    await opened.school()
    for (const kind of kinds) await readAll(opened, kind, ['pupil.name'])
    await opened.counts(new Set(['pupil.name']))
    const lists = (await asked()).filter(({ path }) => !/permissions|TokenDetails/.test(path))
    expect(lists.length).toBeGreaterThan(1)
    expect(JSON.stringify(lists.map(({ path, query }) => [path, query]))).not.toMatch(pair.moreThanNames)
  })

  test('is never asked about parents, photographs or those who have not started [R33][R38]', async () => {
    for (const kind of kinds) await readAll(source(), kind, itemCodes)
    await departuresOf(source())
    expect(JSON.stringify(await asked())).not.toMatch(/contacts|pre-?admission|photo|guests/i)
  })

  test('gives no item that it does not share, and null for one that the MIS does not have [R03]', async () => {
    const { misId } = (await truth()).pupils[5]!
    await happens({ do: 'set', misId, field: 'email', value: null })
    await deny(pair.denying.births)
    const { permitted } = await source().permissions()
    expect([permitted.has('pupil.dateOfBirth'), permitted.has('pupil.upn')]).toEqual([false, true])
    const { records } = await readAll(source(), 'pupil', itemCodes)
    for (const { items } of records) {
      expect(items).not.toHaveProperty(['pupil.dateOfBirth'])
      expect(items).not.toHaveProperty(['pupil.uln'])
    }
    expect(records.filter(({ items }) => items['pupil.email'] === null).map(({ items }) => items['pupil.misId'])).toEqual([misId]) // prettier-ignore
  })

  test('changes the fingerprint of what it shares, and changes it back', async () => {
    const prints: string[] = []
    for (const denied of [[], pair.denying.births, []]) {
      await deny(denied)
      prints.push((await source().permissions()).fingerprint)
    }
    expect(prints[0]).not.toBe(prints[1])
    expect(prints[0]).toBe(prints[2])
  })

  test('refuses, and does not look empty, where it shares no pupils', async () => {
    await deny(pair.denying.pupils)
    expect((await failureOf(pupils())).type).toBe('SourceRefused')
  })

  test('has people in no groups where it shares no groups', async () => {
    await deny(pair.denying.groups)
    const { records } = await readAll(source(), 'pupil', itemCodes)
    expect(records.every(({ memberships }) => memberships.length === 0)).toBe(true)
    expect((await readAll(source(), 'group', itemCodes)).end).toEqual({ pages: 0, records: 0 })
  })

  test.for([
    ['cutJson', 'SourceIncomplete'],
    ['duplicateIds', 'SourceIncomplete'],
    ['wrongTypes', 'SourceChangedShape'],
    ['hugeString', 'SourceChangedShape'],
    ['htmlWith200', 'SourceUnavailable'],
    ['503', 'SourceUnavailable'],
    ['429', 'SourceThrottled'],
    ['403', 'SourceRefused'],
    ['401', 'SourceRefused'],
  ] as const)('with %s is %s', async ([kind, type]) => {
    await fault(kind, { path: pair.pupils })
    expect(await failureOf(pupils())).toMatchObject({ name: 'SourceFailure', type })
  })

  test('refuses whoever has not its own secret', async () => {
    expect((await failureOf(open(pair, pair.wrongSecret).school())).type).toBe('SourceRefused')
  })

  test('is not believed when it answers for another school [R46]', async () => {
    await control('POST', 'schools', { seed: 'another', profile: 'primary', pupils: 60 })
    await fault('otherSchool', { schoolId: school().id })
    expect((await failureOf(source().school())).type).toBe('WrongSchool')
  })

  test('is reached over TLS, or on this machine where that is allowed, and nowhere inside [R09]', () => {
    const { binding, secret } = pair.settings(school().credentials)
    for (const baseUrl of [
      'http://mis.example',
      'https://169.254.169.254',
      'http://127.0.0.1:3999',
      'https://10.0.0.1',
    ])
      expect(() =>
        openSource(pair.connector, { connector: pair.connector, ...binding, baseUrl }, secret, calm),
      ).toThrow(/plain_http|internal_address/)
  })

  test('states who left and on which day, until they are back', async () => {
    const { misId, surname } = (await truth()).pupils[20]!
    const of = async () =>
      (await departuresOf(source())).filter(({ identities }) => identities.some(({ kind, value }) => kind === 'misId' && value === misId)) // prettier-ignore
    await happens({ do: 'leave', misId, on: '2026-11-06' })
    const [left] = await of()
    expect(left).toMatchObject({ kind: 'pupil', by: 'leaverRow', leftOn: '2026-11-06' })
    expect(left?.identities.map(({ kind }) => kind)).not.toContain('upn')
    expect(JSON.stringify(left)).not.toContain(surname)
    await happens({ do: 'return', misId })
    expect(await of()).toEqual([])
  })
})

test('the same school is the same people in the same groups, whatever is spoken', async () => {
  const [first, ...others] = await Promise.all(pairs.map(async (pair: Pair) => seenThrough(open(pair))))
  expect(others.length).toBeGreaterThan(0)
  for (const { pupils, staff } of others)
    expect({ pupils, staff }).toEqual({ pupils: first?.pupils, staff: first?.staff })
})
