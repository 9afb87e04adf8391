import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { xporterWith } from './xporter-client.js'
import type { XporterAnswer, XporterRow } from './xporter-client.js'

let school: Awaited<ReturnType<typeof xporterWith>>
beforeAll(async () => {
  school = await xporterWith()
})
afterEach(async () => {
  await school.habits({})
  await forget()
})
afterAll(async () => school.stop())

const ids = (rows: readonly XporterRow[]) => rows.map(({ Id }) => String(Id)).sort()
const forget = () => school.sim('DELETE', `schools/${school.id}/events`)
const real = async () => (await school.truth()).pupils

/** Who is in which group, by the lists. */
function placesOf({ Group, StudentMembers }: XporterAnswer): readonly string[] {
  const names = new Map(Group.map((one) => [one['IdaasId'], String(one['Name'])]))
  return StudentMembers.map((one) => `${one['StudentId']} ${names.get(one['GroupIdaasId'] ?? '')}`).sort()
}

/** The same by the truth. */
const placesIn = (pupils: Awaited<ReturnType<typeof real>>) =>
  pupils.flatMap(({ misId, groups, classes }) => [...groups, ...classes].map((name) => `${misId} ${name}`)).sort()

test('lists those on roll; an option adds subsidiary pupils, guests, leavers and those to come', async () => {
  const main = (await real()).filter(({ enrolmentStatus }) => !String(enrolmentStatus).startsWith('Subsidiary'))
  expect(ids((await school.read('Students')).Students)).toEqual(main.map(({ misId }) => misId).sort())
  const whole = (await school.read('Students/?options=includeSubsidiary')).Students
  expect(ids(whole)).toEqual((await real()).map(({ misId }) => misId).sort())
  const all = (await school.read('students?options=includeLeavers%2CincludePreAdmissions,includeGuests')).Students
  expect(new Set(all.map(({ StudentStatus }) => StudentStatus))).toEqual(new Set(['OnRoll', 'Leaver', 'PreAdmission']))
  const left = (await school.read('Students?studentStatus=Leaver')).Students
  expect(left.every(({ LeavingDate }) => String(LeavingDate) < '2026-11-23')).toBe(true)
  await school.habits({ leavers: 'apart' })
  expect(ids((await school.read('Students?studentStatus=Leaver')).Leavers)).toEqual(ids(left))
})

test('rows look like Xporter’s', async () => {
  const row = (await school.read('Students')).Students[0]!
  expect(row['XID']).toMatch(/^x[0-9A-Z]{6,8}$/)
  expect(row['IdaasId']).toBe(`PL-${row['Id']}`)
  expect(row['ExternalId']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/)
  expect(row['RowHash']).toMatch(/^[0-9A-F]{40}$/)
  expect([row['YearGroup'], row['DateofBirth']]).toEqual([expect.stringMatching(/^Year {2}\d/), expect.any(String)])
  expect(row).not.toHaveProperty('Photo')
  const { meta, SchoolInfo } = await school.read('SchoolInfo')
  expect(meta).toEqual([{ Id: 1, MIS: 'simsnet', Version: '4', DateTime: '2026-11-23T02:14:47.085' }])
  expect(SchoolInfo).toMatchObject([{ Id: '1', Name: 'Xporter School', CurrentAcademicYear: '2026' }])
})

test('one is asked for by id, columns by select, older spellings by habit', async () => {
  const { misId } = (await real())[4]!
  expect((await school.read(`Students/${misId}?select=forename,UPN`)).Students.map(Object.keys)).toEqual([
    ['Id', 'Forename', 'UPN'],
  ])
  await school.habits({ keys: 'older' })
  const [older] = (await school.read('Students')).Students
  expect(older).toHaveProperty('FSMEligible')
  expect(older).not.toHaveProperty('NCYear')
  await school.habits({ keys: 'lower', select: 'ignored' })
  expect(Object.keys((await school.read('Students?select=Id')).Students[0]!)).toContain('dateofbirth')
})

test('every dataset of an answer is cut by the same window, and the last page’s link leads one too far', async () => {
  const whole = await school.read('Groups?options=includeStudentMembers,includeStaffMembers')
  expect(whole.__pagination__).toBeUndefined()
  const seen = { Group: 0, StudentMembers: 0 }
  for (let page = 1; ; page += 1) {
    const answer = await school.read(
      `Groups/?options=includeStudentMembers,includeStaffMembers&page=${page}&pageSize=200`,
    )
    seen.Group += answer.Group.length
    seen.StudentMembers += answer.StudentMembers.length
    expect(answer.meta).toHaveLength(page === 1 ? 1 : 0)
    const [said] = answer.__pagination__!
    expect(said).toMatchObject({ PageNumber: page, NextPage: `?page=${page + 1}&pageSize=200` })
    if (page === said!['PageCount']) break
  }
  expect(seen).toEqual({ Group: whole.Group.length, StudentMembers: whole.StudentMembers.length })
  expect((await school.read('Groups?page=99&pageSize=200')).Group).toEqual([])
})

test('members and groups agree with the truth, and no group is empty', async () => {
  const answer = await school.read('Groups?options=includeStudentMembers')
  expect(placesOf(answer)).toEqual(placesIn(await real()))
  expect(answer.Group.every((one) => Number(one['NumStudents']) + String(one['Staff']).length > 0)).toBe(true)
})

test('a school that lives a change of MIS again has the same members in its groups, whoever was renamed', async () => {
  const [pupil] = await real()
  const rename = { do: 'rename', misId: pupil?.misId, surname: 'Quillfeather' }
  const live = async (...events: readonly object[]) => {
    await forget()
    for (const event of events) await school.event(event)
    return placesOf(await school.read('Groups?options=includeStudentMembers'))
  }
  const placed = await live(rename, { do: 'changeMis' })
  await live({ do: 'changeMis', numbers: 'reused' })
  expect(await live(rename, { do: 'changeMis' })).toEqual(placed)
  expect(placed).toEqual(placesIn(await real()))
})

test('changed rows are those since a snapshot, with what is gone; the same data has the same hash', async () => {
  const path = 'Students/?options=includeSubsidiary&changedRows='
  const first = await school.read(`${path}%2A`)
  const [{ NextChangedRows: hash } = { NextChangedRows: '' }] = first.__changedRows__
  expect([hash.length, first.Students_deleted]).toEqual([32, []])
  const [renamed, gone, out] = (await real()).slice(10, 13)
  await school.event({ do: 'rename', misId: renamed!.misId, surname: 'Newname' })
  await school.event({ do: 'leave', misId: gone!.misId })
  await school.event({ do: 'optOut', misId: out!.misId })
  const second = await school.read(`${path}${hash}`)
  expect(second.Students.map(({ Surname }) => Surname)).toEqual(['Newname'])
  expect(ids(second.Students_deleted)).toEqual([gone!.misId, out!.misId].sort())
  const [{ NextChangedRows: next } = { NextChangedRows: '' }] = second.__changedRows__
  const third = await school.read(`${path}${next}`)
  expect([third.Students, third.__changedRows__[0]?.NextChangedRows]).toEqual([[], next])
  const gdpr = (await school.get('/api/v1/GDPRIDs')).body['GDPR']
  expect(gdpr).toMatchObject([{ IsOptIn: false, StudentIds: [out!.misId], StaffIds: [] }])
  await school.habits({ snapshots: 'forgotten' })
  expect((await school.read(`${path}${next}`)).ExceptionMessage).toMatch(/snapshot/)
})

test('the state of the copies is told, without data', async () => {
  const ready = await school.read('Students?onlyGetDbStatus=true')
  expect(ready.__dbStatus__).toMatchObject([{ Name: 'XodSchoolData', Status: 'OK' }])
  expect(ready.Students).toBeUndefined()
  await school.habits({ cache: 'refreshing' })
  expect((await school.read('Students?onlygetDBStatus=TRUE')).__dbStatus__[0]?.['Status']).not.toBe('OK')
})

test('counts and rows that changed since are told', async () => {
  const { counts } = await school.read('Counts')
  const count = counts.find(({ Area }) => Area === 'Students')?.['Count']
  expect(count).toBe((await school.read('Students')).Students.length)
  await school.event({ do: 'rename', misId: (await real())[10]?.misId, surname: 'Newname' })
  const late = (await school.read('Students?updatedSince=2026-11-22')).Students
  expect(late.map(({ Surname }) => Surname)).toContain('Newname')
  expect(late.length).toBeLessThan(20)
})

test('an unknown habit is refused', async () => {
  expect(await school.habits({ mood: 'bad' })).toMatchObject({ error: expect.stringContaining('no habit mood') })
})
