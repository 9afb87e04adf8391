import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { problemOf, startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import { erasingSchool } from './erasing-school.js'
import type { Built, ErasingSchool } from './erasing-school.js'

const HOUR_MS = 3_600_000
const ITEM = 'pupil.ethnicity'
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
afterAll(() => api?.stop())

const pass = (hours: number) => (now = new Date(now.getTime() + hours * HOUR_MS))
const withdraw = (body: object) => api.call('school', 'POST', at.path('/withdrawals'), body)
const shown = async (id: string) => (await api.call('application', 'GET', at.path(`/pupils/${id}`))).body?.items ?? {}
const get = async (path: string) => (await api.call('school', 'GET', at.path(path))).body
const dying = (step: 'dropOlderGenerations' | 'nextSubjectKeys' | 'dropOlderSchoolKeys'): Built => {
  const die = () => Promise.reject(new Error('killed'))
  return { ...built, keyring: { ...built.keyring, [step]: die } }
}

test('one item of one pupil is hidden with the answer, gone under a new key within a day, and certified; everybody else stays byte for byte [R04][R17]', async () => {
  const [before, others] = [await at.rowsOf(at.pupil), await at.rowsOf(at.other, at.third, ...at.ids.groups)]
  const { status, body } = await withdraw({ pupilId: at.pupil, item: ITEM })
  const dueAt = new Date(now.getTime() + 24 * HOUR_MS).toISOString()
  expect([status, body]).toMatchObject([201, { pupilId: at.pupil, item: ITEM, dueAt }])
  expect([ITEM in (await shown(at.pupil)), ITEM in (await shown(at.other))]).toEqual([false, true])
  const date = { rule: 'itemWithdrawn', item: ITEM, dueAt, planned: false }
  expect((await get(`/pupils/${at.pupil}/retention`)).dates).toMatchObject([date])
  expect((await get('/retention/timers')).data).toMatchObject([{ ...date, subjectId: at.pupil }])
  expect(problemOf(await withdraw({ pupilId: at.pupil, item: ITEM })).status).toBe(409)

  expect(await at.erase(pass(3), 'too-early')).toBe(0)
  expect(await at.ring(pass(1), 'in-time')).toBe(1)
  expect([await at.opens(before), await at.rowsOf(at.other, at.third, ...at.ids.groups)]).toEqual([0, others])
  expect((await get('/retention/timers')).data).toEqual([])
  const [items, receipt] = [await shown(at.pupil), (await get(`/pupils/${at.pupil}/retention`)).receipt]
  expect([items['pupil.misId'], items['pupil.dateOfBirth'], ITEM in items]).toEqual(['A0', '2014-02-03', false])
  const [certificate, ...more] = await at.certificates()
  const held = [{ kind: `itemWithdrawn ${ITEM}`, count: 1 }]
  expect([certificate, more]).toMatchObject([{ kind: 'erasure', held, receipts: [receipt], lateBySeconds: 0 }, []])
  expect(await at.feed()).toEqual([`changed pupil ${at.pupil}`])
})

test('a membership of one pupil goes alone, and the application is told at once', async () => {
  for (const id of [at.pupil, at.other]) await at.join(id, at.group, 'pupil.classes')
  await withdraw({ pupilId: at.pupil, item: 'pupil.classes' })
  expect('pupil.classes' in (await shown(at.pupil))).toBe(false)
  expect((await get(`/pupils?group=${at.group}`)).data.map(({ id }: { id: string }) => id)).toEqual([at.other])
  expect(await at.feed()).toEqual([`removed membership ${at.group}`])
  await at.ring(pass(4), 'memberships')
  const left = await at.db.selectFrom('membership').select('subject_id').execute()
  expect(left).toEqual([{ subject_id: at.other }])
})

test('an item that is granted again before it is gone stays as it was, and one granted again later waits for a read', async () => {
  const before = await at.rowsOf(at.pupil)
  await withdraw({ pupilId: at.pupil, item: ITEM })
  pass(1)
  const again = await api.call('school', 'DELETE', at.path(`/withdrawals/${at.pupil}?item=${ITEM}`))
  expect([again.body, ITEM in (await shown(at.pupil))]).toMatchObject([{ item: ITEM, dueAt: null }, true])
  expect(await at.ring(pass(30), 'nothing')).toBe(0)
  expect((await at.rowsOf(at.pupil)).filter((row) => before.some(({ sealed }) => sealed.equals(row.sealed)))).toHaveLength(before.length) // prettier-ignore
  expect(await at.certificates()).toEqual([])
  expect(problemOf(await api.call('school', 'DELETE', at.path(`/withdrawals/${at.pupil}?item=${ITEM}`))).status).toBe(
    409,
  )
})

test.for(['nextSubjectKeys', 'dropOlderGenerations'] as const)(
  'killed at %s, the erasure of an item completes once: the old key opens nothing, and there is one certificate',
  async (step) => {
    const before = await at.rowsOf(at.pupil)
    await withdraw({ pupilId: at.pupil, item: ITEM })
    pass(5)
    await expect(at.erase(now, 'cut-short', dying(step))).rejects.toThrow('killed')
    for (const attempt of [1, 2]) await at.ring(pass(attempt), `attempt-${attempt}`)
    expect([await at.opens(before), await at.opens(await at.rowsOf(at.pupil))]).toEqual([0, 1])
    const certificates = await at.certificates()
    expect(certificates.map(({ held }) => held)).toEqual([[{ kind: `itemWithdrawn ${ITEM}`, count: 1 }]])
  },
)

test.for(['dropOlderGenerations', 'dropOlderSchoolKeys'] as const)(
  'an item withdrawn for all, killed at %s, goes once: no old key opens, groups included, and its certificate cites the withdrawal',
  async (step) => {
    await at.join(at.pupil, at.group, 'pupil.classes')
    const before = await at.rowsOf(...at.ids.pupils, ...at.ids.groups)
    const staff = await at.rowsOf(...at.ids.staff)
    const without = [ITEM, 'group.name', 'pupil.classes']
    const { items } = await get('/grant')
    const body = { items: items.filter((one: string) => !without.includes(one)) }
    await api.call('school', 'PUT', at.path('/grant'), body)
    await expect(at.strip(pass(1), dying(step))).rejects.toThrow('killed')
    for (const attempt of [1, 2]) await at.certify(await at.strip(pass(attempt)), now)
    expect([await at.opens(before), await at.rowsOf(...at.ids.staff)]).toEqual([0, staff])
    expect(await at.opens(await at.rowsOf(...at.ids.pupils, ...at.ids.groups))).toBe(4)
    const [certificate, ...more] = await at.certificates()
    const { number } = await built.control.selectFrom('instruction').select('number').where('act', '=', 'setGrant').where('school_id', '=', at.school).executeTakeFirstOrThrow() // prettier-ignore
    expect(more).toEqual([])
    expect(certificate).toMatchObject({
      instruction: { number, act: 'setGrant', right: 'school' },
      held: [
        { kind: 'itemWithdrawn group.name', count: 2 },
        { kind: 'itemWithdrawn pupil.classes', count: 1 },
        { kind: `itemWithdrawn ${ITEM}`, count: 3 },
        // Put there by hand and never granted: it goes with the rest.
        { kind: 'itemWithdrawn pupil.lunch', count: 3 },
      ],
      lateBySeconds: 0,
    })
    expect((await at.feed()).sort()).toEqual(
      [
        ...at.ids.pupils.map((id) => `changed pupil ${id}`),
        ...at.ids.groups.map((id) => `changed group ${id}`),
        `removed membership ${at.group}`,
      ].sort(),
    )
    const acts = await built.control.selectFrom('audit').select(['act', 'counts']).where('school_id', '=', at.school).where('act', '=', 'erase').execute() // prettier-ignore
    expect(acts).toEqual([{ act: 'erase', counts: { item: 4, held: 9 } }])
    expect((await shown(at.pupil))['pupil.misId']).toBe('A0')
  },
)

test('one lost key keeps no item of anybody else from going', async () => {
  await built.keyring.destroySubjects(at.school, [at.third])
  await withdraw({ item: ITEM })
  await at.certify(await at.strip(pass(1)), now)
  expect((await at.certificates())[0].held).toContainEqual({ kind: `itemWithdrawn ${ITEM}`, count: 2 })
})
