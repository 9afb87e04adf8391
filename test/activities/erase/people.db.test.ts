import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import { subjectTables } from '../../../db/school/erase/subject-tables.js'
import { rowsLeft } from '../../../db/school/erase/finish.js'
import { erasingSchool } from './erasing-school.js'
import type { Built, ErasingSchool } from './erasing-school.js'

const HOUR_MS = 3_600_000
let api: ApiUnderTest
let built: Built
let now: Date
let at: ErasingSchool
beforeAll(async () => {
  api = await startApi((deps) => {
    built = deps
    return { clock: () => now }
  })
})
beforeEach(async () => {
  now = new Date('2026-11-24T12:00:00Z')
  at = await erasingSchool(api, built)
})
afterEach(() => void vi.useRealTimers())
afterAll(() => api?.stop())

const pass = (hours: number) => (now = new Date(now.getTime() + hours * HOUR_MS))
const withdraw = (pupilId: string) => api.call('school', 'POST', at.path('/withdrawals'), { pupilId })
const receipts = async (query = '') => (await api.call('school', 'GET', at.path(`/receipts${query}`))).body
const dying = (step: 'destroySubjects'): Built => ({
  ...built,
  keyring: { ...built.keyring, [step]: () => Promise.reject(new Error('killed')) },
})

test('every table with somebody’s rows has its place among those that an erasure empties [R17]', async () => {
  const { rows } = await sql<{ table_name: string }>`
    select distinct table_name from information_schema.columns
     where table_schema = 'public' and column_name = 'subject_id'`.execute(at.db)
  expect([...rows.map(({ table_name }) => table_name), 'subject'].sort()).toEqual(
    subjectTables.map(([table]) => table).sort(),
  )
})

test('whoever is due is gone from every table and no key opens what was theirs; who stays is byte for byte as before [R17]', async () => {
  await at.join(at.pupil, at.group, 'pupil.classes')
  await at.join(at.other, at.another, 'pupil.classes')
  await at.join(at.third, at.another, 'pupil.classes')
  const [before, others] = [await at.rowsOf(at.pupil), await at.rowsOf(at.other, at.third, at.another, ...at.ids.staff)]
  await withdraw(at.pupil)
  const { data } = await receipts('?dueBefore=2026-11-27')
  expect(data).toMatchObject([{ subjectId: at.pupil, kind: 'pupil', dueAt: '2026-11-25T12:00:00.000Z' }])
  expect(await at.ring(pass(4), 'in-time')).toBe(1)
  expect([await rowsLeft(at.db, [at.pupil]), await at.opens(before)]).toEqual([0, 0])
  expect(await at.rowsOf(at.other, at.third, at.another, ...at.ids.staff)).toEqual(others)
  const [certificate] = await at.certificates()
  expect(certificate).toMatchObject({ receipts: [data[0].receipt], lateBySeconds: 0 })
  expect((await at.feed()).filter((entry: string) => entry.includes(at.pupil))).toEqual([`erased pupil ${at.pupil}`])
  expect((await receipts()).data).toEqual([])
  expect((await api.call('operator', 'GET', at.path('/receipts'))).status).toBe(403)
})

test('a group of one goes with its pupil, and its teacher is looked at anew; a group left with one pupil goes under that pupil’s key', async () => {
  const [alone, teacher = ''] = [crypto.randomUUID(), at.ids.staff[0]]
  await at.put('group', alone, { 'group.name': 'Alone' }, at.pupil)
  await at.join(at.pupil, alone, 'pupil.classes')
  await at.join(teacher, alone, 'staff.groups')
  for (const id of [at.pupil, at.other]) await at.join(id, at.group, 'pupil.classes')
  const shared = await at.rowsOf(at.group)
  await withdraw(at.pupil)
  await at.ring(pass(4), 'groups')
  const groups = await at.db.selectFrom('record').select(['id', 'subject_id']).where('kind', '=', 'group').orderBy('id').execute() // prettier-ignore
  expect(groups).toEqual(at.ids.groups.map((id) => ({ id, subject_id: id === at.group ? at.other : null })))
  const changed = await at.db.selectFrom('subject').select('id').where('places_digest', '=', Buffer.alloc(0)).execute()
  expect(changed).toEqual([{ id: teacher }])
  expect(await at.feed()).toEqual(expect.arrayContaining([`removed group ${alone}`, `removed membership ${alone}`]))
  expect((await api.call('application', 'GET', at.path(`/groups/${at.group}`))).body.items['group.name']).toBe('Set 0')
  await withdraw(at.other)
  await at.ring(pass(4), 'the-other')
  expect(await at.rowsOf(at.group)).toEqual([])
  expect(shared).toHaveLength(1)
})

test('killed between hiding and destroying keys, an erasure completes once under another id, with one certificate; nobody comes back in between', async () => {
  const before = await at.rowsOf(at.pupil)
  await withdraw(at.pupil)
  await expect(at.erase(pass(5), 'killed', dying('destroySubjects'))).rejects.toThrow('killed')
  const back = await api.call('school', 'DELETE', at.path(`/withdrawals/${at.pupil}`))
  expect([back.status, (await api.call('school', 'GET', at.path(`/pupils/${at.pupil}`))).body?.state]).toEqual([404, 'suspended']) // prettier-ignore
  for (const attempt of ['second', 'third']) await at.ring(pass(1), attempt)
  expect([await rowsLeft(at.db, [at.pupil]), await at.opens(before), (await at.certificates()).length]).toEqual([
    0, 0, 1,
  ])
})

test('what has only begun is certified by its own kind alone: people not with a year of marks, nor it with them [R17]', async () => {
  await withdraw(at.pupil)
  await expect(at.erase(pass(5), 'begun', dying('destroySubjects'))).rejects.toThrow('killed')
  await at.close(now, built, 'attendanceYears')
  expect(await at.certificates()).toEqual([])
  const year = { erasure: 'year', receipt: 'of the year', rule: 'attendanceYear', kind: 'attendanceYear' } as const
  await at.db.insertInto('erasure_line').values({ ...year, due_at: now, held: JSON.stringify({ attendance: 3 }) }).execute() // prettier-ignore
  await at.ring(pass(1), 'second')
  expect((await at.certificates()).map(({ id }) => id)).toEqual(['begun'])
})

test('a proof whose lines were not closed is not issued a second time by the next erasure', async () => {
  await withdraw(at.pupil)
  await at.ring(pass(5), 'first')
  await at.db.updateTable('erasure_line').set({ erased_at: null }).execute()
  await withdraw(at.other)
  await at.ring(pass(5), 'second')
  const certificates = await at.certificates()
  expect(certificates.map(({ id, held }) => [id, held.find(({ kind }: { kind: string }) => kind === 'pupil').count])).toEqual([
    ['second', 1],
    ['first', 1],
  ]) // prettier-ignore
})

test('somebody whose key is lost is erased on the day that stood, and blocks nobody', async () => {
  await withdraw(at.pupil)
  await withdraw(at.other)
  await built.keyring.destroySubjects(at.school, [at.pupil])
  expect(await at.ring(pass(4), 'lost')).toBe(2)
  expect(await rowsLeft(at.db, [at.pupil, at.other])).toBe(0)
  expect((await at.rowsOf(at.third)).length).toBe(2)
})

test('thirty days late is erased at once, and the certificate says by how much', async () => {
  await withdraw(at.pupil)
  expect(await at.ring(pass(24 + 30 * 24), 'late')).toBe(1)
  expect((await at.certificates())[0].lateBySeconds).toBe(30 * 24 * 3600)
})

test('a machine whose clock jumps ahead erases nobody before the workflow’s time [R14]', async () => {
  await withdraw(at.pupil)
  const before = await at.rowsOf(at.pupil)
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2036-01-01T00:00:00Z') })
  expect(await at.ring(pass(3), 'jumped')).toBe(0)
  expect(await at.rowsOf(at.pupil)).toEqual(before)
  expect(await at.certificates()).toEqual([])
})

test('the mark of somebody erased knows the UPN too, by its hash, until the school withdraws it [R14]', async () => {
  const upn = Buffer.alloc(32, 7)
  await at.db.insertInto('identity').values({ subject_id: at.pupil, key_kind: 'upn', key_hmac: upn }).execute()
  await at.db.insertInto('identity').values({ subject_id: at.other, key_kind: 'upn', key_hmac: upn }).execute()
  await withdraw(at.pupil)
  await at.ring(pass(4), 'known')
  const marks = () => at.db.selectFrom('tombstone').select('upn_hmac').execute()
  expect(await marks()).toEqual([{ upn_hmac: upn }])
  const { items } = (await api.call('head', 'GET', at.path('/grant'))).body
  await api.call('head', 'PUT', at.path('/grant'), { items: items.filter((code: string) => code !== 'pupil.upn') })
  await at.strip(now)
  expect([await marks(), await at.db.selectFrom('identity').selectAll().execute()]).toEqual([[{ upn_hmac: null }], []])
})
