import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startGround } from '../../support/nights/ground.js'
import type { Ground } from '../../support/nights/ground.js'
import { sync } from '../../support/nights/live.js'
import { differences, people, records } from '../../support/nights/look.js'
import { happen, newSchool, spoil, heal, ways } from '../../support/nights/school.js'
import type { NightSchool } from '../../support/nights/school.js'

const HOUR_MS = 3_600_000
const start = new Date('2026-11-23T09:00:00Z')

let ground: Ground
let school: NightSchool
let other: NightSchool
let hours = 0
beforeAll(async () => {
  ground = await startGround(start)
  other = await newSchool(ground, { way: ways.xporter })
})
beforeEach(async () => {
  await ground.setTime(start)
  school = await newSchool(ground)
  hours = 0
})
afterAll(() => ground?.stop())

/** Within one day nobody joins or leaves by themselves. */
async function later(): Promise<void> {
  hours += 1
  await ground.setTime(new Date(start.getTime() + hours * HOUR_MS))
}

const shown = (what: object) => ground.sim('PUT', `schools/${school.simulated}/shown`, what)
const pupils = async () => (await people(ground, school)).pupil
const notices = async () =>
  (
    await ground.deps.control
      .selectFrom('notice')
      .select(['addressee', 'facts'])
      .where('school_id', '=', school.id)
      .where('kind', '=', 'sourceDoubted')
      .orderBy('addressee')
      .execute()
  ).map(({ addressee, facts }) => [addressee, facts])
const needsAttention = async () =>
  (await ground.api.call('operator', 'GET', `/v1/schools/${school.id}`)).body.needsAttention

test('a run keeps what was asked of whom, how each list ended and who came again, and the API shows it', async () => {
  const { id } = await sync(ground, school.id)
  await later()
  await happen(ground, school, { do: 'leave', misId: [...(await pupils()).keys()][0] }, { do: 'join' })
  const run = await sync(ground, school.id)
  const { status, body } = await ground.api.call('operator', 'GET', `/v1/schools/${school.id}/syncs/${run.id}`)
  expect([status, body.completeness]).toEqual([200, JSON.parse(JSON.stringify(run.completeness))])
  const { walks, asked, overlap, ...rest } = body.completeness
  expect(rest).toMatchObject({
    school: { ref: school.simulated, establishmentNumber: expect.any(String) },
    comparedWith: id,
    permissionsNarrowed: false,
    narrowed: [],
    widened: [],
  })
  expect(asked).toContain('pupil.name')
  expect(overlap).toEqual({
    pupil: { before: 60, again: 59 },
    staff: expect.objectContaining({ again: expect.any(Number) }),
  })
  const kinds = walks.map(({ kind, ended, repeated }: Record<string, unknown>) => [kind, ended, repeated])
  expect(kinds).toEqual(['group', 'staff', 'pupil'].map((kind) => [kind, 'said', 0]))
  const [groups, , listed] = walks
  expect(Object.keys(groups.lists)).toEqual(['groups', 'classes'])
  expect(listed.lists).toEqual({ students: listed.records })
  expect(listed.counted).toBe(listed.records)
})

test('a run names what the school no longer shares, and what it shares again', async () => {
  const denied = (...identities: string[]) =>
    ground.sim('PUT', `schools/${school.simulated}/permissions`, { denied: identities })
  await denied('students.education_details.upn')
  const narrower = { permissionsNarrowed: true, narrowed: ['pupil.upn'], widened: [] }
  expect((await sync(ground, school.id)).completeness).toMatchObject(narrower)
  await later()
  expect((await sync(ground, school.id)).completeness).toMatchObject({ permissionsNarrowed: false, narrowed: [] })
  await denied()
  expect((await sync(ground, school.id)).completeness).toMatchObject({
    permissionsNarrowed: false,
    widened: ['pupil.upn'],
  })
})

describe('nobody is taken for gone', () => {
  test('where the school no longer shares the numbers of its people', async () => {
    const shownOf = async (kind: 'pupil' | 'staff') =>
      (await records(ground, school, kind)).flatMap(({ id, state }) => (state === 'shown' ? [id] : []))
    const before = [await shownOf('pupil'), await shownOf('staff')]
    await later()
    const denied = ['students.mis_id', 'employees.mis_id', 'students.upi', 'employees.upi', 'students_leaver']
    await ground.sim('PUT', `schools/${school.simulated}/permissions`, { denied })
    expect(await sync(ground, school.id)).toMatchObject({
      state: 'applied',
      completeness: { narrowed: ['pupil.misId', 'staff.misId'], overlap: { pupil: { before: 60, again: 60 } } },
    })
    expect([await shownOf('pupil'), await shownOf('staff')]).toEqual(before)
  })

  test.for([
    ['shows nobody', () => shown({ pupils: 0, staff: 0 }), 'nobodyThere', 'SourceEmpty', 'nobody'],
    ['has no staff', () => shown({ staff: 0 }), 'nobodyThere', 'SourceEmpty', 'nobody'],
    ['shows a third of the pupils', () => shown({ pupils: 0.3 }), 'unrecognised', 'SchoolUnrecognised', 'others'],
  ] as const)(
    'where a source %s; two are written to, once until it is believed',
    async ([, lie, because, failure, shows]) => {
      const since = ground.now().toISOString()
      for (const _ of [1, 2]) {
        await later()
        await lie()
        expect(await sync(ground, school.id)).toMatchObject({ state: 'refused', verdict: { because } })
        expect((await differences(ground, school)).pupil).toEqual({ missing: [], surplus: [] })
      }
      expect(await needsAttention()).toBe(failure)
      expect(await notices()).toEqual(['data', 'processor'].map((to) => [to, { shows, since }]))
      await shown({})
      expect(await sync(ground, school.id)).toMatchObject({ state: 'nothingToDo' })
      expect(await needsAttention()).toBeNull()
      await later()
      await lie()
      await sync(ground, school.id)
      expect(await notices()).toHaveLength(4)
    },
  )

  test('where another school’s people come under this one’s name', async () => {
    await shown({ of: other.simulated })
    expect(await sync(ground, school.id)).toMatchObject({ state: 'refused' })
    expect((await differences(ground, school)).pupil).toEqual({ missing: [], surplus: [] })
  })

  test('where so few of another school’s come that they could not be the others under new ids', async () => {
    const large = await newSchool(ground, { pupils: 200 })
    const lists = '/schools/A\\d+/(students|employees|groups|classes|counts)'
    await spoil(ground, large, { kind: 'otherSchool', path: lists })
    const { state, verdict } = await sync(ground, large.id)
    await heal(ground)
    expect([state, verdict]).toMatchObject(['refused', { because: 'unrecognised', kind: 'pupil' }])
    expect((await differences(ground, large)).pupil).toEqual({ missing: [], surplus: [] })
  })
})

test('most of a school may leave at once, where the source says so of them [R57]', async () => {
  const leave = [...(await pupils()).keys()].slice(0, 45)
  await later()
  await happen(ground, school, ...leave.map((misId) => ({ do: 'leave', misId })))
  const run = await sync(ground, school.id)
  expect(run).toMatchObject({
    state: 'applied',
    completeness: { overlap: { pupil: { before: 60, again: 15, explained: 45 } } },
  })
  expect((await differences(ground, school)).pupil).toEqual({ missing: [], surplus: [] })
})
