import { describe, expect, test } from 'vitest'

import { itemCodes } from '../../../agreement/items.js'
import type { SourceRecord } from '../../../connectors/source.js'
import { departuresOf, readAll } from '../support/reading.js'
import { simulatedSchool, ways } from './support/simulated-school.js'

const { asked, happens, play, school, source, truth } = simulatedSchool()

const day = '2026-11-10'
const onRoll = ({ facts: { spell } }: SourceRecord) => (spell?.start ?? '') <= day && (spell?.leaving ?? '9999') >= day
const byMisId = <T>(list: readonly T[], misId: (one: T) => unknown) =>
  [...list].sort((a, b) => String(misId(a)).localeCompare(String(misId(b))))
const sorted = (list: readonly unknown[]) => list.map(String).sort()

describe.for(ways)('a school that is well, by %s', ([, way]) => {
  test('tells who it is: its number and its name [R34]', async () => {
    const { id, establishmentNumber, urn } = school()
    expect(await source(way).school()).toEqual({
      ref: id,
      name: 'Connector School',
      establishmentNumber,
      laCode: null,
      urn,
    })
  })

  test('gives the pupils that are really there, item by item [R28]', async () => {
    const opened = source(way)
    const { records, end } = await readAll(opened, 'pupil', itemCodes)
    expect(end.records).toBe(records.length)
    const found = byMisId(records.filter(onRoll), ({ items }) => items['pupil.misId'])
    const groups = new Map((await readAll(opened, 'group', itemCodes)).records.map((one) => [one.ref, one.items]))
    const named = ({ memberships }: SourceRecord, item: string) =>
      memberships.filter((one) => one.item === item).map(({ group }) => groups.get(group)?.['group.name'])

    const real = byMisId((await truth()).pupils, ({ misId }) => misId)
    expect(
      found.map((record) => ({
        ...record.items,
        groups: named(record, 'pupil.groups'),
        classes: named(record, 'pupil.classes').sort(),
      })),
    ).toEqual(
      real.map((pupil) => ({
        'pupil.misId': pupil['misId'],
        'pupil.upn': pupil['upn'],
        'pupil.uln': pupil['uln'],
        'pupil.name': { forename: pupil['forename'], surname: pupil['surname'], middleNames: pupil['middleNames'] },
        'pupil.gender': String(pupil['gender']).toLowerCase(),
        'pupil.dateOfBirth': pupil['dateOfBirth'],
        'pupil.yearGroup': pupil['yearGroup'],
        'pupil.mobilePhone': pupil['mobilePhone'],
        'pupil.homePhone': pupil['homePhone'],
        'pupil.email': pupil['email'],
        'pupil.registrationGroup': pupil['registrationGroup'],
        ...(way.version === '1.2'
          ? { 'pupil.startDate': pupil['admissionDate'], 'pupil.leavingDate': pupil['leavingDate'] }
          : {}),
        groups: [pupil['registrationGroup']],
        classes: [...(pupil['classes'] as string[])].sort(),
      })),
    )
    expect(found.map(({ facts }) => facts.year)).toEqual(real.map((pupil) => pupil['yearGroup']))
  })

  test('gives the staff that are really there, by REST those who teach [R32]', async () => {
    const { records } = await readAll(source(way), 'staff', itemCodes)
    const real = (await truth()).staff.filter(({ teaching }) => way.format === 'csv' || teaching)
    expect(sorted(records.map(({ items }) => items['staff.misId']))).toEqual(sorted(real.map(({ misId }) => misId)))
    expect(sorted(records.map(({ items }) => items['staff.email']))).toEqual(sorted(real.map(({ email }) => email)))
    expect(records.some(({ memberships }) => memberships.length > 1)).toBe(true)
  })

  test('gives registration groups and classes, and each membership leads to one of them', async () => {
    const opened = source(way)
    const { records } = await readAll(opened, 'group', itemCodes)
    const real = (await truth()).groups.filter(({ type }) => type === 'REGISTRATION' || type === 'CLASS')
    expect(sorted(records.map(({ items }) => JSON.stringify([items['group.type'], items['group.name']])))).toEqual(
      sorted(real.map(({ type, name }) => JSON.stringify([type.toLowerCase(), name]))),
    )
    const refs = new Set(records.map(({ ref }) => ref))
    for (const kind of ['pupil', 'staff'] as const) {
      const { records: people } = await readAll(opened, kind, itemCodes)
      expect(people.flatMap(({ memberships }) => memberships).filter(({ group }) => !refs.has(group))).toEqual([])
    }
  })

  test('says nothing of parents, and of pupils no more than is asked [R02] [R03] [R33]', async () => {
    const { records } = await readAll(source(way), 'pupil', ['pupil.name'])
    expect(records.every(({ memberships }) => memberships.length === 0)).toBe(true)
    expect(records.length).toBeLessThan(215)
    // A file comes whole, whatever was asked: what is not granted falls at the gate.
    if (way.format === 'csv') return
    // The year and the days in a role are what the rules of time need; the gate lets them through as no items.
    const timely = ['pupil.yearGroup', 'pupil.startDate', 'pupil.leavingDate']
    const told = new Set(records.flatMap(({ items }) => Object.keys(items)))
    expect([...told].filter((code) => !timely.includes(code))).toEqual(['pupil.name'])
    const requests = (await asked()).filter(({ method }) => method === 'GET')
    expect(requests.some(({ path }) => /users|demographics|classes/.test(path))).toBe(false)
    for (const { path, query } of requests.filter((one) => one.path.endsWith('/students'))) {
      expect(query['fields']?.split(',')).not.toEqual(expect.arrayContaining(['identifier', 'email', 'agents']))
      expect([path.includes(school().id), query['filter']]).toEqual([true, "status='active'"])
    }
  })

  test('asks for no list twice in a night', async () => {
    const opened = source(way)
    await opened.school()
    await opened.permissions()
    for (const kind of ['group', 'staff', 'pupil'] as const) await readAll(opened, kind, itemCodes)
    const requests = (await asked()).map(({ path, query }) => `${path} ${query['offset'] ?? ''}`)
    expect(new Set(requests).size).toBe(requests.length)
  })

  test.for([['tobedeleted'], ['inactive']] as const)('states who is gone where it says %s', async ([leavers]) => {
    await play({ leavers, csv: 'filled' })
    const [pupil, other] = (await truth()).pupils.slice(leavers === 'inactive' ? 30 : 40)
    await happens({ do: 'leave', misId: pupil!['misId'], on: '2026-11-06' })
    await happens({ do: 'delete', misId: other!['misId'] })
    const { records } = await readAll(source(way), 'pupil', ['pupil.misId'])
    const listed = new Set(records.map(({ items }) => items['pupil.misId']))
    expect([listed.has(String(pupil!['misId'])), listed.has(String(other!['misId']))]).toEqual([false, false])
    const gone = await departuresOf(source(way))
    const leftOn = way.version === '1.2' ? '2026-11-06' : null
    expect(gone.filter(({ at }) => at?.startsWith('2026-11-10')).map((one) => one.leftOn)).toEqual(
      expect.arrayContaining([leftOn, null]),
    )
    expect(new Set(gone.map(({ by }) => by))).toEqual(new Set(['deletionRow']))
    const refs = new Set(records.map(({ ref }) => ref))
    expect(gone.filter(({ ref }) => refs.has(ref))).toEqual([])
    expect(JSON.stringify(gone)).not.toContain(pupil!['surname'])
    for (const { misId } of [pupil!, other!]) await happens({ do: 'return', misId })
  })

  test('tells the last day of a pupil who is still listed although all enrolments are over', async () => {
    await play({ leavers: 'ended' })
    const { misId } = (await truth()).pupils[25]!
    await happens({ do: 'leave', misId, on: '2026-11-06' })
    const { records } = await readAll(source(way), 'pupil', ['pupil.misId'])
    const left = records.find(({ items }) => items['pupil.misId'] === misId)
    expect(left?.facts.spell?.leaving).toBe('2026-11-06')
    await happens({ do: 'return', misId })
  })

  test('tells the first day of a pupil who is still to come [R38]', async () => {
    const { data } = await happens({ do: 'join', on: '2026-11-20' })
    const [{ misId }] = (data as { events: [{ misId: string }] }).events
    const { records } = await readAll(source(way), 'pupil', ['pupil.misId'])
    const coming = records.find(({ items }) => items['pupil.misId'] === misId)
    expect(coming?.facts.spell?.start).toBe('2026-11-20')
    await happens({ do: 'delete', misId })
  })
})
