import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'
import { fillSchool } from './filled-school.js'
import type { FilledSchool } from './filled-school.js'

const DAY_MS = 24 * 3_600_000
let api: ApiUnderTest
let at: FilledSchool
let now: Date
let [pupil, other, staff] = ['', '', '']
beforeAll(async () => {
  api = await startApi(() => ({ clock: () => now }))
})
beforeEach(async () => {
  now = new Date('2026-11-24T12:00:00Z')
  at = await fillSchool(api)
  ;[pupil = '', other = ''] = at.ids.pupils
  staff = at.ids.staff[0] ?? ''
})
afterAll(() => api?.stop())

const post = (path: string, body?: object) => api.call('school', 'POST', at.path(path), body)
const take = (path: string) => api.call('school', 'DELETE', at.path(path))
const onRoll = async () => {
  const { body } = await api.call('application', 'GET', at.path('/pupils'))
  return body.data.map(({ id }: { id: string }) => id)
}
const told = async () => {
  const { body } = await api.call('application', 'GET', at.path('/changes'))
  return body.data.map(({ op, subjectId }: { op: string; subjectId: string }) => [op, subjectId])
}
const timers = async () => (await api.call('school', 'GET', at.path('/retention/timers'))).body.data
const acts = async () => {
  const rows = await api.deps.control
    .selectFrom('instruction')
    .select('act')
    .where('school_id', '=', at.school)
    .execute()
  return rows.map(({ act }) => act)
}
const in24h = () => new Date(now.getTime() + DAY_MS).toISOString()

describe('a suppression', () => {
  test('hides the pupil with its answer, moves no date, and stands until taken back [R61]', async () => {
    expect((await post(`/pupils/${pupil}/suppression`)).status).toBe(201)
    expect([await onRoll(), await timers()]).toEqual([at.ids.pupils.slice(1), []])
    expect((await api.call('application', 'GET', at.path(`/pupils/${pupil}`))).status).toBe(404)
    expect(problemOf(await post(`/pupils/${pupil}/suppression`)).status).toBe(409)
    await take(`/pupils/${pupil}/suppression`)
    expect(await onRoll()).toEqual(at.ids.pupils)
    expect(problemOf(await take(`/pupils/${pupil}/suppression`)).status).toBe(409)
    expect(await told()).toEqual([['removed', pupil], ['restored', pupil]]) // prettier-ignore
    expect(await acts()).toEqual(expect.arrayContaining(['suppress', 'endSuppression']))
  })

  test('is not undone by a withdrawal that is taken back [R61]', async () => {
    await post('/withdrawals', { pupilId: pupil })
    await post(`/pupils/${pupil}/suppression`)
    now = new Date(now.getTime() + 1)
    await take(`/withdrawals/${pupil}`)
    expect([await told(), await onRoll()]).toEqual([[['removed', pupil]], at.ids.pupils.slice(1)])
    await take(`/pupils/${pupil}/suppression`)
    expect((await told()).at(-1)).toEqual(['restored', pupil])
  })
})

describe('a withdrawal', () => {
  test('of one pupil hides at once and is due within 24 hours; the others stay', async () => {
    const { status, body } = await post('/withdrawals', { pupilId: pupil })
    expect([status, body]).toEqual([201, { pupilId: pupil, wins: 'pupilWithdrawn', dueAt: in24h(), state: 'waiting' }])
    expect(await onRoll()).toEqual(at.ids.pupils.slice(1))
    expect(await timers()).toMatchObject([{ subjectId: pupil, rule: 'pupilWithdrawn', planned: false }])
    expect(problemOf(await post('/withdrawals', { pupilId: pupil })).status).toBe(409)
  })

  test('of one pupil is cancelled when the pupil is granted again', async () => {
    await post('/withdrawals', { pupilId: pupil })
    now = new Date(now.getTime() + 1)
    expect((await take(`/withdrawals/${pupil}`)).body).toMatchObject({ wins: null, state: 'none' })
    expect([await onRoll(), await timers()]).toEqual([at.ids.pupils, []])
    expect(problemOf(await take(`/withdrawals/${pupil}`)).status).toBe(409)
  })

  test('of one item hides it for everybody and leaves the rest granted', async () => {
    const before = (await api.call('school', 'GET', at.path('/grant'))).body.items
    expect((await post('/withdrawals', { item: 'pupil.ethnicity' })).body).toMatchObject({ grantVersion: 2 })
    const { items } = (await api.call('school', 'GET', at.path('/grant'))).body
    expect(items).toEqual(before.filter((item: string) => item !== 'pupil.ethnicity'))
    const { body } = await api.call('application', 'GET', at.path(`/pupils/${other}`))
    expect([body.items['pupil.ethnicity'], body.items['pupil.dateOfBirth']]).toEqual([undefined, '2014-02-03'])
    expect(problemOf(await post('/withdrawals', { item: 'pupil.ethnicity' })).status).toBe(422)
  })

  test('of one pupil’s marks alone is refused with the ways there are, and hides nothing', async () => {
    const { status, body } = await post('/withdrawals', { pupilId: pupil, item: 'pupil.attendance' })
    expect([status, body.errors]).toEqual([422, [{ path: 'body/item', code: 'notOfOnePupil' }]])
    expect([await told(), await timers()]).toEqual([[], []])
  })

  test('names a pupil or an item, and one who is held', async () => {
    for (const body of [{}, { pupilId: pupil, item: 'pupil.lunch' }, { pupilId: pupil, item: 'staff.name' }])
      expect(problemOf(await post('/withdrawals', body)).status).toBe(422)
    for (const pupilId of [staff, at.school])
      expect(problemOf(await post('/withdrawals', { pupilId })).status).toBe(404)
  })
})

describe('a stay', () => {
  const stay = (kind: string, reviewBy = '2027-01-15') => post(`/pupils/${pupil}/stay`, { kind, reviewBy })

  test('pauses an erasure, moves no date and shows nobody who is hidden', async () => {
    const due = (await post('/withdrawals', { pupilId: pupil })).body.dueAt
    now = new Date(now.getTime() + 1)
    expect((await stay('legal')).body).toMatchObject({ dueAt: due, state: 'stayed' })
    expect([await onRoll(), await timers()]).toMatchObject([at.ids.pupils.slice(1), [{ dueAt: due, state: 'stayed' }]])
    expect((await take(`/pupils/${pupil}/stay`)).body).toMatchObject({ dueAt: due, state: 'waiting' })
    expect(problemOf(await take(`/pupils/${pupil}/stay`)).status).toBe(409)
  })

  test('names the instruction it stands on, and is renewed from its first instant', async () => {
    await stay('sar')
    const from = now
    now = new Date(now.getTime() + DAY_MS)
    expect((await stay('sar', '2027-02-01')).status).toBe(201)
    expect(problemOf(await stay('legal')).status).toBe(409)
    const given = await api.deps.control.selectFrom('instruction').select('number').where('act', '=', 'stay').where('school_id', '=', at.school).execute() // prettier-ignore
    expect(given).toHaveLength(2)
    const rows = await at.db.selectFrom('stay').selectAll().execute()
    expect(rows).toMatchObject([{ from_at: from, review_by: '2027-02-01', instruction: given.at(-1)?.number }])
  })

  test('is reviewed within three months', async () => {
    for (const reviewBy of ['2026-11-23', '2027-02-25']) expect(problemOf(await stay('sar', reviewBy)).status).toBe(422)
    expect((await stay('sar', '2027-02-24')).status).toBe(201)
  })
})

describe('the deletion of an account', () => {
  test('is the school’s to decide once it is disabled, and due within 24 hours of it [R37]', async () => {
    const path = `/staff/${staff}/deletion`
    expect(problemOf(await post(path)).status).toBe(409)
    await at.miss(staff, new Date(now.getTime() - DAY_MS))
    const decided = { staffId: staff, decidedAt: now.toISOString(), dueAt: in24h() }
    expect((await post(path)).body).toEqual(decided)
    expect((await api.call('head', 'GET', at.path(path))).body).toEqual(decided)
    expect(await timers()).toEqual(expect.arrayContaining([expect.objectContaining({ rule: 'staffDeletedBySchool' })]))
    expect(problemOf(await post(path)).status).toBe(409)
    expect(problemOf(await post(`/staff/${pupil}/deletion`)).status).toBe(404)
  })
})
