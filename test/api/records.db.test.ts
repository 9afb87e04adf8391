import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { itemCodes } from '../../agreement/items.js'
import { withdrawForAll } from '../../db/school/strip/withdraw-for-all.js'
import { problemOf, startApi } from './api-under-test.js'
import type { Answer, ApiUnderTest, Caller } from './api-under-test.js'
import { fillSchool } from './filled-school.js'
import type { FilledSchool } from './filled-school.js'

let api: ApiUnderTest
let at: FilledSchool
/** What happens between reading a page's rows and opening their keys, which are the real ones. */
let beforeOpening: () => Promise<void>
beforeAll(async () => {
  api = await startApi(({ keyring }) => ({
    keyring: { ...keyring, openKeys: (...of) => beforeOpening().then(() => keyring.openKeys(...of)) },
  }))
})
beforeEach(async () => {
  beforeOpening = async () => undefined
  at = await fillSchool(api)
})
afterAll(() => api?.stop())

const get = (path: string, caller: Caller = 'application') => api.call(caller, 'GET', at.path(path))
const grant = (items: readonly string[]) => api.call('school', 'PUT', at.path('/grant'), { items })
const idsOf = ({ body }: Answer) => body.data.map(({ id }: { id: string }) => id)
const first = (kind: keyof FilledSchool['ids']) => at.ids[kind][0] ?? ''

describe('a record on the wire', () => {
  test('of a pupil is id, state, instant and items: null for what the MIS has not, memberships with from and to', async () => {
    const [group = '', other = ''] = at.ids.groups
    await at.join(first('pupils'), group, 'pupil.classes')
    await at.join(first('pupils'), other, 'pupil.groups', '2026-09-01', '2099-01-01')
    const expected = {
      id: first('pupils'),
      state: 'onRoll',
      updatedAt: '2026-09-01T03:00:00.000Z',
      items: {
        'pupil.misId': 'A0',
        'pupil.upn': null,
        'pupil.name': { forename: 'Forename0', surname: 'Surname0', middleNames: null },
        'pupil.ethnicity': 'WBRI',
        'pupil.dateOfBirth': '2014-02-03',
        'pupil.classes': [{ groupId: group, from: '2026-09-01', to: null }],
        'pupil.groups': [{ groupId: other, from: '2026-09-01', to: '2099-01-01' }],
      },
    }
    expect((await get(`/pupils/${first('pupils')}`)).body).toEqual(expected)
    expect((await get('/pupils')).body).toMatchObject({ data: [expected, {}, {}], next: null })
  })

  test('of staff has its own state, of a group its type and no state', async () => {
    const staff = (await get(`/staff/${first('staff')}`)).body
    expect(staff).toMatchObject({
      id: first('staff'),
      state: 'employed',
      items: { 'staff.email': null, 'staff.groups': [] },
    })
    expect((await get(`/groups/${first('groups')}`)).body).toEqual({
      id: first('groups'),
      type: 'class',
      updatedAt: '2026-09-01T03:00:00.000Z',
      items: { 'group.name': 'Set 0', 'group.type': 'class' },
    })
  })

  test('is found under its own kind only', async () => {
    for (const kind of ['pupils', 'staff', 'groups'] as const) {
      for (const id of [...Object.entries(at.ids)].filter(([of]) => of !== kind).map(([, ids]) => ids[0] ?? ''))
        expect((await get(`/${kind}/${id}`)).status).toBe(404)
      for (const id of [randomUUID(), 'nope', '%00', first(kind).toUpperCase()])
        expect((await get(`/${kind}/${id}`)).status).toBe(404)
    }
  })
})

describe('an item that is not granted', () => {
  test('never leaves, though the document holds it [R26]', async () => {
    for (const caller of ['application', 'school', 'head'] as const)
      for (const path of ['/pupils', `/pupils/${first('pupils')}`, '/staff', '/groups'])
        expect((await get(path, caller)).text).not.toMatch(/never-granted|pupil\.lunch/)
  })

  test('is gone with the next request once it is withdrawn, and back once it is granted again', async () => {
    expect((await get('/pupils')).text).toContain('WBRI')
    const without = (await get('/grant', 'school')).body.items.filter((item: string) => item !== 'pupil.ethnicity')
    await grant(without)
    for (const path of ['/pupils', `/pupils/${first('pupils')}`])
      expect((await get(path)).text).not.toMatch(/WBRI|ethnicity/)
    await grant([...without, 'pupil.ethnicity'])
    expect((await get('/pupils')).text).toContain('WBRI')
  })

  test('hides a group’s type beside its items, and memberships with theirs', async () => {
    await at.join(first('pupils'), first('groups'), 'pupil.classes')
    await grant(['pupil.misId', 'group.name'])
    expect((await get(`/groups/${first('groups')}`)).body).toMatchObject({
      type: null,
      items: { 'group.name': 'Set 0' },
    })
    expect((await get(`/pupils/${first('pupils')}`)).body.items).toEqual({ 'pupil.misId': 'A0' })
  })

  test('of membership is not told by asking who is in a group either', async () => {
    await at.join(first('pupils'), first('groups'), 'pupil.classes')
    const asked = `/pupils?group=${first('groups')}`
    expect(idsOf(await get(asked))).toEqual([first('pupils')])
    await grant(['pupil.misId', 'pupil.groups'])
    expect((await get(asked)).body).toEqual({ data: [], next: null })
  })

  test('leaves nothing of anybody but that they are there, once all is withdrawn', async () => {
    await grant([])
    const { body } = await get('/pupils')
    expect(body.data.map(({ items }: { items: unknown }) => items)).toEqual([{}, {}, {}])
  })
})

describe('who is hidden', () => {
  test('is absent for the application, listed by state for the school and the head, readable by id for those', async () => {
    await at.hide(first('pupils'))
    const [hidden, ...shown] = at.ids.pupils
    expect(idsOf(await get('/pupils'))).toEqual(shown)
    expect((await get(`/pupils/${hidden}`)).status).toBe(404)
    const refused = await get('/pupils?state=suspended')
    expect([refused.status, problemOf(refused).type]).toEqual([403, 'urn:termkeeper:problem:not-allowed'])
    for (const caller of ['school', 'head'] as const) {
      expect(idsOf(await get('/pupils', caller))).toEqual(shown)
      expect(idsOf(await get('/pupils?state=suspended', caller))).toEqual([hidden])
      expect((await get(`/pupils/${hidden}`, caller)).body).toMatchObject({ id: hidden, state: 'suspended' })
      expect((await get(`/pupils/${shown[0]}`, caller)).body).toMatchObject({ state: 'onRoll' })
    }
  })

  test('differs from who left, whom the school reads as a leaver and the application does not read', async () => {
    const [left, hidden, shown] = at.ids.pupils
    await at.leave(String(left))
    await at.hide(String(hidden))
    expect(idsOf(await get('/pupils'))).toEqual([shown])
    expect((await get(`/pupils/${left}`)).status).toBe(404)
    expect((await get('/pupils?state=left')).status).toBe(403)
    expect((await get('/pupils?state=left', 'school')).body.data).toMatchObject([{ id: left, state: 'left' }])
  })

  test('of staff is disabled, and asked for in the same way', async () => {
    await at.leave(first('staff'))
    expect(idsOf(await get('/staff'))).toEqual(at.ids.staff.slice(1))
    expect((await get('/staff?state=disabled')).status).toBe(403)
    expect((await get('/staff?state=disabled', 'head')).body.data).toMatchObject([
      { id: first('staff'), state: 'disabled' },
    ])
  })

  test('from a later day is shown until then', async () => {
    await at.hide(first('pupils'), new Date(Date.now() + 3_600_000))
    expect(idsOf(await get('/pupils'))).toEqual(at.ids.pupils)
  })

  test('takes along a group that is theirs alone, whose name may be theirs', async () => {
    const own = randomUUID()
    await at.put('group', own, { 'group.name': 'Surname0 1:1', 'group.type': 'class' }, first('pupils'))
    expect((await get(`/groups/${own}`)).status).toBe(200)
    await at.hide(first('pupils'))
    expect((await get(`/groups/${own}`)).status).toBe(404)
    expect((await get('/groups')).text).not.toContain('Surname0')
    expect((await get(`/groups/${own}`, 'school')).status).toBe(200)
  })

  test.for(['/pupils?state=employed', '/staff?state=onRoll', '/pupils?state=', '/pupils?group=any'])(
    '%s is not a question: 400',
    async (path) => {
      expect((await get(path, 'head')).status).toBe(400)
    },
  )
})

describe('a list', () => {
  test.for([1, 2, 3, 500])('of pages of %i gives everybody once, in one order, and ends', async (limit) => {
    const seen: string[] = []
    for (let after = ''; ;) {
      const answer = await get(`/pupils?limit=${limit}${after}`)
      seen.push(...idsOf(answer))
      expect(answer.body.data.length).toBeLessThanOrEqual(limit)
      if (answer.body.next === null) break
      after = `&after=${answer.body.next}`
    }
    expect(seen).toEqual(at.ids.pupils)
  })

  test('by group gives its members of today, neither those of yesterday nor staff', async () => {
    const group = first('groups')
    await at.join(first('pupils'), group, 'pupil.classes')
    await at.join(at.ids.pupils[1] ?? '', group, 'pupil.classes', '2026-01-01', '2026-01-02')
    await at.join(first('staff'), group, 'staff.groups')
    expect(idsOf(await get(`/pupils?group=${group}`))).toEqual([first('pupils')])
    expect(idsOf(await get(`/staff?group=${group}`))).toEqual([first('staff')])
    expect((await get(`/pupils?group=${randomUUID()}`)).body).toEqual({ data: [], next: null })
  })

  test('takes no cursor of another list', async () => {
    const { next } = (await api.call('operator', 'GET', '/v1/schools?limit=1')).body
    expect((await get(`/pupils?after=${next}`)).status).toBe(400)
  })
})

describe('a key that is gone', () => {
  test('takes its record out of the page and nobody else’s, nor the pages after it', async () => {
    await api.deps.keyring.nextSubjectKeys(at.school, [first('pupils')], 'core')
    await api.deps.keyring.dropOlderGenerations(at.school, [first('pupils')], 'core')
    const page = await get('/pupils?limit=1')
    expect([page.status, page.body.data]).toEqual([200, []])
    expect(page.body.next).not.toBeNull()
    expect(idsOf(await get(`/pupils?limit=2&after=${page.body.next}`))).toEqual(at.ids.pupils.slice(1))
    expect((await get(`/pupils/${first('pupils')}`)).status).toBe(404)
  })

  test('because the document was sealed again in that moment is looked for again, and nobody is missing', async () => {
    const opened = await api.deps.schools.open(at.school)
    const left = new Set(itemCodes.filter((code) => code !== 'pupil.ethnicity'))
    beforeOpening = async () => {
      beforeOpening = async () => undefined
      const line = { erasure: 'a-grant', instruction: null, dueAt: new Date() }
      const how = { digestOf: () => 'd1', lineOf: () => line, at: new Date() }
      await withdrawForAll(opened, api.deps.keyring, { school: at.school, granted: left, ...how })
    }
    const answer = await get('/pupils')
    expect([answer.status, idsOf(answer)]).toEqual([200, at.ids.pupils])
    expect(answer.text).not.toContain('ethnicity')
  })
})
