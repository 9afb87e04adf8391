import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { endingActivities } from '../../../activities/ending/ending-activities.js'
import { startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import { erasingSchool } from '../erase/erasing-school.js'
import type { Built, ErasingSchool } from '../erase/erasing-school.js'

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
  await api.call('school', 'POST', at.path('/withdrawals'), { pupilId: at.pupil })
  now = new Date(now.getTime() + 4 * HOUR_MS)
})
afterAll(() => api?.stop())

const histories = { list: async () => [], delete: async () => undefined, count: async () => 0 }

/** The school ends, long ago: everything of it is to go now. */
async function endBegins(): Promise<Record<string, number>> {
  await api.call('head', 'POST', at.path('/termination'), { instructedBy: 'Who' })
  const { deadline } = (await api.call('head', 'GET', at.path('/termination'))).body
  const activities = endingActivities(built, { histories, wake: async () => undefined })
  const late = new Date(Date.parse(deadline) + HOUR_MS).toISOString()
  expect(await new MockActivityEnvironment().run(() => activities.beginErasing({ school: at.school, at: late }))).toBe(
    true,
  )
  const { held } = await api.deps.control
    .selectFrom('termination')
    .select('held')
    .where('school_id', '=', at.school)
    .executeTakeFirstOrThrow()
  return held ?? {}
}

const killed = { destroySubjects: () => Promise.reject(new Error('killed')) }

test.for([
  ['has not begun', async (): Promise<unknown> => undefined],
  ['began, and was killed before the keys went', () => at.erase(now, 'begun', { ...built, keyring: { ...built.keyring, ...killed } }).catch(() => undefined)],
  ['is done, and nothing certifies it yet', (): Promise<unknown> => at.erase(now, 'done')],
] as const)('whose erasure %s goes with the school: counted in its certificate, and in no other [R16][R18]', async ([, erase]) => {
  await erase()
  expect((await endBegins())['pupil']).toBe(at.ids.pupils.length)
  await at.close(now)
  expect(await at.certificates()).toEqual([])
}) // prettier-ignore

test.for([
  ['whole', async (): Promise<unknown> => undefined],
  ['but for its lines', (): Promise<unknown> => at.db.updateTable('erasure_line').set({ erased_at: null }).execute()],
] as const)(
  'whose erasure was certified, %s, is not certified again with the school [R16][R18]',
  async ([how, then]) => {
    const id = how.replaceAll(' ', '-')
    await at.ring(now, id)
    await then()
    expect((await endBegins())['pupil']).toBe(at.ids.pupils.length - 1)
    await at.close(now)
    expect((await at.certificates()).map((issued) => issued.id)).toEqual([id])
  },
)
