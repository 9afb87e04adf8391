import { describe, expect, test } from 'vitest'

import { itemCodes } from '../../../agreement/items.js'
import type { ItemCode } from '../../../agreement/items.js'
import { openSource } from '../../../connectors/registry.js'
import type { SourceRecord } from '../../../connectors/source.js'
import { calm, failureOf, readAll } from '../support/reading.js'
import { simulatedSchool } from './support/simulated-school.js'

const { asked, baseUrl, control, deny, school, source, truth } = simulatedSchool()

const onRoll = ({ facts: { status, spell } }: SourceRecord) =>
  status !== 'G' && (spell?.start ?? '') <= '2026-11-10' && (spell?.leaving ?? '9999') >= '2026-11-10'
const byMisId = <T>(list: readonly T[], misId: (one: T) => unknown) =>
  [...list].sort((a, b) => String(misId(a)).localeCompare(String(misId(b))))

describe('a school that is well', () => {
  test('tells who it is: its number and its name [R34]', async () => {
    const said = await source().school()
    expect(said).toMatchObject({ ref: school().id, name: 'Connector School' })
    expect(said.establishmentNumber).toBe(String(school().establishmentNumber))
  })

  test('gives the pupils that are really there, item by item [R28]', async () => {
    const { records, end } = await readAll(source(), 'pupil', itemCodes)
    expect(end.records).toBe(records.length)
    const found = byMisId(records.filter(onRoll), ({ items }) => items['pupil.misId'])
    const groups = new Map((await readAll(source(), 'group', itemCodes)).records.map((one) => [one.ref, one.items]))
    const named = ({ memberships }: SourceRecord, item: string) =>
      memberships.filter((one) => one.item === item).map(({ group }) => groups.get(group)?.['group.name'])

    const real = byMisId((await truth()).pupils, ({ misId }) => misId)
    expect(found.map((record) => ({ ...record.items, classes: named(record, 'pupil.classes') }))).toEqual(
      real.map((pupil) => ({
        'pupil.misId': pupil['misId'],
        'pupil.upn': pupil['upn'],
        'pupil.uln': pupil['uln'],
        'pupil.name': { forename: pupil['forename'], surname: pupil['surname'], middleNames: pupil['middleNames'] },
        'pupil.legalName': { forename: pupil['legalForename'], surname: pupil['legalSurname'] },
        'pupil.gender': pupil['gender'],
        'pupil.dateOfBirth': pupil['dateOfBirth'],
        'pupil.startDate': pupil['admissionDate'],
        'pupil.leavingDate': pupil['leavingDate'],
        'pupil.yearGroup': pupil['yearGroup'],
        'pupil.ethnicity': pupil['ethnicity'],
        'pupil.fsm': pupil['fsm'],
        'pupil.fsm6': pupil['fsm6'],
        'pupil.pupilPremium': pupil['pupilPremium'],
        'pupil.eal': pupil['eal'],
        'pupil.giftedTalented': pupil['giftedTalented'],
        'pupil.inCare': pupil['inCare'],
        'pupil.serviceChild': pupil['serviceChild'],
        'pupil.sen': pupil['senStatus'],
        'pupil.lunch': pupil['mealType'],
        'pupil.mobilePhone': pupil['mobilePhone'],
        'pupil.homePhone': pupil['homePhone'],
        'pupil.email': pupil['email'],
        'pupil.registrationGroup': pupil['registrationGroup'],
        classes: pupil['classes'],
      })),
    )
    expect(found.map((record) => named(record, 'pupil.groups'))).toEqual(real.map((pupil) => pupil['groups']))
    expect(found.map(({ facts }) => facts.year)).toEqual(real.map((pupil) => pupil['yearGroup']))
    expect(found.every(({ facts }) => facts.status !== null)).toBe(true)
  })

  test('gives the staff that are really there [R32]', async () => {
    const { records } = await readAll(source(), 'staff', itemCodes)
    const found = records.filter(({ facts }) => facts.status !== 'P')
    const real = (await truth()).staff
    const sorted = (list: readonly unknown[]) => list.map(String).sort()
    expect(sorted(found.map(({ items }) => items['staff.misId']))).toEqual(sorted(real.map(({ misId }) => misId)))
    expect(sorted(found.map(({ items }) => items['staff.email']))).toEqual(sorted(real.map(({ email }) => email)))
    expect(found.some(({ memberships }) => memberships.length > 1)).toBe(true)
  })

  test('gives groups and classes, and each membership leads to one of them', async () => {
    const { records } = await readAll(source(), 'group', itemCodes)
    const names = (list: readonly (readonly [unknown, unknown])[]) => list.map((pair) => pair.join(' ')).sort()
    expect(names(records.map(({ items }) => [items['group.type'], items['group.name']]))).toEqual(
      names((await truth()).groups.map(({ type, name }) => [type.toLowerCase(), name])),
    )
    const refs = new Set(records.map(({ ref }) => ref))
    expect(refs.size).toBe(records.length)
    for (const kind of ['pupil', 'staff'] as const) {
      const { records: people } = await readAll(source(), kind, itemCodes)
      // A leaver whom the MIS still lists may be in last year's classes; the gate refuses the leaver.
      const here = people.filter((one) => kind === 'staff' || onRoll(one))
      expect(here.flatMap(({ memberships }) => memberships).every(({ group }) => refs.has(group))).toBe(true)
    }
  })

  test('says as many of each kind as a read gives', async () => {
    for (const wanted of [itemCodes, ['pupil.name', 'pupil.classes'] as const]) {
      const counts = await source().counts(new Set<ItemCode>(wanted))
      for (const kind of ['group', 'staff', 'pupil'] as const) {
        const { end } = await readAll(source(), kind, wanted)
        expect(counts[kind] ?? 0).toBe(end.records)
      }
    }
  })

  test('is opened by the name of its connector', async () => {
    const binding = { connector: 'wonde', schoolId: school().id, baseUrl: `${baseUrl()}/v1.0` }
    const rule = { allowPlainLoopback: true }
    await expect(openSource('wonde', binding, { token: school().token }, calm, rule).school()).resolves.toBeDefined()
    expect(() => openSource('wonde', binding, { token: school().token }, calm)).toThrow('internal_address')
  })
})

describe('what is asked of a school', () => {
  test('is never about contacts, nor about those who have not started or have left [R33] [R38]', async () => {
    for (const kind of ['group', 'staff', 'pupil'] as const) await readAll(source(), kind, itemCodes)
    await source().counts(new Set(itemCodes))
    expect(JSON.stringify(await asked())).not.toMatch(/contacts|pre-admission|leaver|medical|photo/)
  })

  test('is no more than the grant needs [R02] [R03]', async () => {
    for (const kind of ['group', 'staff', 'pupil'] as const)
      await readAll(source(), kind, ['pupil.name', 'pupil.classes'])
    const lists = (await asked()).filter(({ query }) => query['cursor'] === 'true')
    expect(lists.map(({ path, query }) => [path.split('/').at(-1), query['include']])).toEqual([
      ['classes', undefined],
      ['students', 'education_details,extended_details,classes'],
    ])
  })
})

describe('what a school does not permit', () => {
  test('is no key where it has no value, and is not asked for where it has an include of its own [R03]', async () => {
    await deny('students.gender', 'students.extended_details.ethnicity', 'students.contact_details', 'classes')
    const { permitted } = await source().permissions()
    for (const code of ['pupil.gender', 'pupil.ethnicity', 'pupil.email', 'pupil.classes', 'staff.groups'] as const) {
      expect(permitted.has(code)).toBe(false)
    }
    await control('DELETE', 'requests')
    const { records } = await readAll(source(), 'pupil', itemCodes)
    await readAll(source(), 'group', itemCodes)
    for (const { items, memberships } of records) {
      expect(items).not.toHaveProperty(['pupil.gender'])
      expect(items).not.toHaveProperty(['pupil.ethnicity'])
      expect(items).not.toHaveProperty(['pupil.email'])
      expect(items).toHaveProperty(['pupil.uln'])
      expect(memberships.every(({ item }) => item === 'pupil.groups')).toBe(true)
    }
    expect(JSON.stringify(await asked())).not.toMatch(/contact_details|classes/)
  })

  test('changes the fingerprint, and comes back with it', async () => {
    const before = await source().permissions()
    await deny('students.gender')
    const after = await source().permissions()
    await deny()
    expect(after.fingerprint).not.toBe(before.fingerprint)
    expect((await source().permissions()).fingerprint).toBe(before.fingerprint)
  })

  test('is a refusal and not an empty school, if it is all pupils or all staff', async () => {
    await deny('students', 'employees')
    expect((await failureOf(readAll(source(), 'pupil', ['pupil.name']))).type).toBe('SourceRefused')
    expect((await failureOf(readAll(source(), 'staff', ['staff.name']))).type).toBe('SourceRefused')
  })
})
