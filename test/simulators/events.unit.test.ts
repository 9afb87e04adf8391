import { afterEach, beforeEach, expect, test } from 'vitest'
import { textFieldsOfPupil } from '../../simulators/events/settable-fields.js'
import { simulatorWith } from './client.js'
import type { Person } from './client.js'

let school: Awaited<ReturnType<typeof simulatorWith>>
let pupil: Person
beforeEach(async () => {
  school = await simulatorWith({ pupils: 210 })
  pupil = (await school.truth()).pupils[7]!
})
afterEach(async () => school.stop())

const find = async (misId: string) => (await school.truth()).pupils.find((one) => one.misId === misId)

test('a new surname changes one pupil and nobody else', async () => {
  const before = await school.truth()
  const { status } = await school.event({ do: 'rename', misId: pupil.misId, surname: 'Quillfeather' })
  expect(status).toBe(200)
  const after = await school.truth()
  const changed = after.pupils.filter((one, index) => JSON.stringify(one) !== JSON.stringify(before.pupils[index]))
  expect(changed.map(({ surname }) => surname)).toEqual(['Quillfeather'])
})

test('a leaver moves to the leavers’ list at once, and one of tomorrow stays until tomorrow is over', async () => {
  await school.event({ do: 'leave', misId: pupil.misId })
  expect(await find(pupil.misId)).toBeUndefined()
  const { rows } = await school.walk('students-leaver?per_page=200&include=education_details')
  const row = rows.find(({ mis_id }) => mis_id === pupil.misId)
  expect(row?.education_details.data.leaving_date?.date).toMatch(/^2026-11-22/)

  const other = (await school.truth()).pupils[8]!
  await school.event({ do: 'leave', misId: other.misId, on: '2026-11-24' })
  expect((await find(other.misId))?.['leavingDate']).toBe('2026-11-24')
  expect((await school.truth('2026-11-24')).pupils.some(({ misId }) => misId === other.misId)).toBe(true)
  expect((await school.truth('2026-11-25')).pupils.some(({ misId }) => misId === other.misId)).toBe(false)
})

test('a leaver who returns is on roll again, with a new first day', async () => {
  await school.event({ do: 'leave', misId: pupil.misId, on: '2026-10-01' })
  await school.event({ do: 'return', misId: pupil.misId })
  expect(await find(pupil.misId)).toMatchObject({ admissionDate: '2026-11-23', leavingDate: null })
})

test('a newcomer says what the event says, and lives on', async () => {
  const sent = { do: 'join', forename: 'Aurelia', surname: 'Newbourne', yearGroup: '8', upn: null }
  const { misId } = (await school.event(sent)).body.data.events[0]!
  expect(await find(misId)).toMatchObject({ forename: 'Aurelia', surname: 'Newbourne', upn: null, yearGroup: '8' })
  expect((await find(misId))?.classes.length).toBeGreaterThan(9)
  expect((await school.truth('2027-10-01')).pupils.find((one) => one.misId === misId)?.['yearGroup']).toBe('9')
  const later = (await school.event({ do: 'join', on: '2026-12-01' })).body.data.events[0]!
  expect(await find(later.misId)).toBeUndefined()
  expect((await school.walk('students?per_page=200')).rows.some(({ mis_id }) => mis_id === later.misId)).toBe(true)
  expect((await school.truth('2026-12-01')).pupils.some((one) => one.misId === later.misId)).toBe(true)
})

test('a move changes one class for another of the same band', async () => {
  await school.event({ do: 'moveClass', misId: pupil.misId })
  const after = (await find(pupil.misId))!
  const left = pupil.classes.filter((name) => !after.classes.includes(name))
  const entered = after.classes.filter((name) => !pupil.classes.includes(name))
  expect([left.length, entered.length]).toEqual([1, 1])
  await school.event({ do: 'moveClass', misId: pupil.misId, from: entered[0], to: left[0] })
  expect((await find(pupil.misId))?.classes).toEqual(pupil.classes)
})

test('a deleted record is listed among the deletions and nowhere else; one opted out is listed nowhere', async () => {
  const other = (await school.truth()).pupils[8]!
  await school.event({ do: 'delete', misId: pupil.misId })
  await school.event({ do: 'optOut', misId: other.misId })
  const listed = [
    ...(await school.walk('students?per_page=200')).rows,
    ...(await school.walk('students-leaver?per_page=200')).rows,
  ]
  expect(listed.filter(({ mis_id }) => [pupil.misId, other.misId].includes(mis_id))).toEqual([])
  const { rows } = await school.walk('deletions?type=student')
  expect(rows.map(({ mis_id }) => mis_id)).toEqual([pupil.misId])
})

test('a deleted record that is restored is what it was, and both it and its deletion row say since when', async () => {
  await school.event({ do: 'rename', misId: pupil.misId, surname: 'Quillfeather' })
  await school.event({ do: 'delete', misId: pupil.misId })
  expect((await school.first('deletions')).restored_at).toBeNull()
  const { status } = await school.event({ do: 'restore', misId: pupil.misId })
  expect(status).toBe(200)
  const stamp = { date: '2026-11-23 02:00:00.000000', timezone_type: 3, timezone: 'UTC' }
  const { rows } = await school.walk('students?per_page=200')
  const row = rows.find(({ mis_id }) => mis_id === pupil.misId)
  expect([row?.surname, row?.restored_at]).toEqual(['Quillfeather', stamp])
  expect(rows.filter(({ restored_at }) => restored_at !== null)).toHaveLength(1)
  expect((await school.walk('deletions?updated_after=2026-11-23')).rows).toMatchObject([
    { id: row?.id, restored_at: stamp },
  ])
})

test.for(['pupils', 'staff'] as const)('of %s, too, who was opted out can come back, as they were', async (of) => {
  const one = (await school.truth())[of][3]!
  await school.event({ do: 'optOut', misId: one.misId })
  expect((await school.event({ do: 'return', misId: one.misId })).status).toBe(200)
  expect((await school.truth())[of].find(({ misId }) => misId === one.misId)).toMatchObject({ surname: one.surname })
})

test('a leaving told of late is dated two weeks back, or by the day that is given, which is past', async () => {
  const sent = await school.event({ do: 'leaveBackdated', misId: pupil.misId })
  expect(sent.body.data.events).toEqual([{ do: 'leaveBackdated', misId: pupil.misId, on: '2026-11-09' }])
  const other = (await school.truth()).pupils[9]!
  await school.event({ do: 'leaveBackdated', misId: other.misId, on: '2026-10-02' })
  const { rows } = await school.walk('students-leaver?per_page=200&include=education_details&updated_after=2026-11-23')
  expect(rows.map((one) => one.education_details.data.leaving_date?.date.slice(0, 10)).sort()).toEqual([
    '2026-10-02',
    '2026-11-09',
  ])
  expect((await school.event({ do: 'leaveBackdated', misId: other.misId, on: '2026-11-23' })).status).toBe(400)
})

test('every text of a pupil can be set, and is then what the school sends', async () => {
  for (const field of textFieldsOfPupil())
    await school.event({ do: 'set', misId: pupil.misId, field, value: `canary-${field}` })
  const includes = 'education_details,extended_details,contact_details,registration,house,medical_conditions,sen_needs'
  const { rows } = await school.walk(`students?per_page=200&include=${includes}`)
  const sent = JSON.stringify(rows.find(({ mis_id }) => mis_id === pupil.misId))
  expect(textFieldsOfPupil().filter((field) => !sent.includes(`canary-${field}"`))).toEqual([])
})

test('members of staff leave too', async () => {
  const member = (await school.truth()).staff[2]!
  await school.event({ do: 'leave', misId: member.misId })
  expect((await school.truth()).staff.some(({ misId }) => misId === member.misId)).toBe(false)
  const { rows } = await school.walk('employees?per_page=200&include=employment_details')
  expect(rows.find(({ mis_id }) => mis_id === member.misId)?.employment_details.data.current).toBe(false)
})

test.for([
  [{ do: 'explode' }, 400],
  [{ do: 'rename', misId: '1' }, 404],
  [{ do: 'set', misId: 'own', field: 'shoeSize', value: 'x' }, 400],
  [{ do: 'leave', misId: 'own', on: 'tomorrow' }, 400],
  [{ do: 'join', dateOfBirth: 'long ago' }, 400],
] as const)('%j is refused with a sentence', async ([event, status]) => {
  const named = 'misId' in event && event.misId === 'own' ? { ...event, misId: pupil.misId } : event
  const answer = await school.event(named)
  expect(answer.status).toBe(status)
  expect(answer.body.error).toMatch(/\.$/)
})
