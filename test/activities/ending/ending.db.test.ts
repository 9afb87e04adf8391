import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endingActivities } from '../../../activities/ending/ending-activities.js'
import { lifeActivities } from '../../../activities/life/life.js'
import { reconcileActivities } from '../../../activities/ring-unheard.js'
import { retimeSchool } from '../../../activities/time/retime-school.js'
import { listCertificates } from '../../../db/control/certificate.js'
import type { buildDependencies } from '../../../workers/dependencies.js'
import { startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'

type Built = Awaited<ReturnType<typeof buildDependencies>>
let api: ApiUnderTest
let built: Built
const started: string[] = []

beforeAll(async () => {
  api = await startApi((deps) => {
    built = deps
    return {}
  })
})
afterAll(() => api?.stop())

const HOUR = 3_600_000
const histories = { list: async () => [], delete: async () => undefined, count: async () => 0 }
const start = async (school: string) => void started.push(school)
const ending = () => endingActivities(built, { histories, wake: async () => undefined })
const act = <Result>(work: () => Promise<Result>): Promise<Result> => new MockActivityEnvironment().run(work)
const row = (id: string) =>
  api.deps.control.selectFrom('termination').selectAll().where('school_id', '=', id).executeTakeFirstOrThrow()

async function accepted(contract: Record<string, string> = { startsOn: '2025-09-01' }): Promise<string> {
  const id = await api.register()
  await api.provision(id)
  await api.accept(id)
  const changed = { contract: JSON.stringify(contract) }
  await api.deps.control.updateTable('school').set(changed).where('id', '=', id).execute()
  await retimeSchool(built, id, new Date())
  return id
}
const notices = async (id: string, kind: 'endingLate' | 'confirmationMissing' | 'schoolEnded') =>
  (
    await api.deps.control
      .selectFrom('notice')
      .select('id')
      .where('school_id', '=', id)
      .where('kind', '=', kind)
      .execute()
  ).length

test('ends a contract that ran out by itself: the lifecycle wakes for it, cuts access and starts the end [R16][R44]', async () => {
  const id = await accepted({ startsOn: '2025-09-01', endsOn: '2027-08-31' })
  const life = lifeActivities(api.deps.control, start)
  const before = await life.next({ school: id, at: '2027-08-31T22:00:00Z' })
  expect([before.status.phase, before.status.wakeAt]).toEqual(['onboarding', '2027-07-01T23:00:00.000Z'])
  expect(before.status.nextDeadline).toBe('2027-08-31T23:00:00.000Z')
  expect(started).toEqual([])
  const after = await life.next({ school: id, at: '2027-08-31T23:00:00Z' })
  expect([after.do, after.status.phase, after.status.wakeAt]).toEqual(['ask', 'ending', '2027-07-01T23:00:00.000Z'])
  expect(after.status.nextDeadline).toBe('2028-02-29T00:00:00.000Z')
  expect(started).toEqual([id])
  expect(await row(id)).toMatchObject({ cause: 'contractEnd', needs_confirmation: false, instruction: null })
  // Asked again, it begins nothing a second time.
  await life.next({ school: id, at: '2027-09-01T09:00:00Z' })
  expect(await ending().nextEnding({ school: id, at: '2027-09-01T00:00:00Z' })).toMatchObject({
    do: 'rest',
    waitsFor: 'cooling-off',
    until: '2027-09-01T23:00:00.000Z',
  })
})

test('reminds of a missing confirmation after 4, 20 and 24 hours, and alerts at half time though no worker of the queue lives', async () => {
  const id = await accepted()
  await api.call('operator', 'POST', `/v1/schools/${id}/termination`, { instructedBy: 'Who' })
  const asked = (await row(id)).instructed_at.getTime()
  const watch = reconcileActivities(api.deps.control, async () => undefined, start)
  const told: unknown[] = []
  for (const hours of [3, 5, 21, 25]) {
    await watch.ringUnheard({ at: new Date(asked + hours * HOUR).toISOString() })
    const { body } = await api.call('head', 'GET', `/v1/schools/${id}`)
    told.push([await notices(id, 'confirmationMissing'), body.needsAttention])
  }
  expect(told).toEqual([[0, null], [1, null], [2, null], [3, 'EndingUnconfirmed']]) // prettier-ignore
  // Under F half of six months.
  await watch.ringUnheard({ at: new Date(asked + 100 * 24 * HOUR).toISOString() })
  expect(await notices(id, 'endingLate')).toBe(1)
  expect((await api.call('operator', 'GET', '/metrics')).text).toMatch(/termkeeper_endings_late 1/)
})

test('destroys nothing before its time, whoever calls: keys and database stay [R44]', async () => {
  const id = await accepted()
  const at = new Date().toISOString()
  expect(await act(() => ending().beginErasing({ school: id, at }))).toBe(false)
  await api.call('head', 'POST', `/v1/schools/${id}/termination`, { instructedBy: 'Who' })
  expect(await act(() => ending().beginErasing({ school: id, at }))).toBe(false)
  await expect(act(() => ending().destroySchool({ school: id }))).rejects.toMatchObject({ type: 'EndingUnconfirmed' })
  expect(await built.keyring.keysLeft(id)).toBeGreaterThan(1)
})

test('after an outage over the deadline erases at once and says by how much it is late; repeated steps issue one certificate [R16][R18]', async () => {
  const [id, other] = [await accepted(), await accepted()]
  await api.call('head', 'POST', `/v1/schools/${id}/termination`, { instructedBy: 'Who' })
  const { deadline } = (await api.call('head', 'GET', `/v1/schools/${id}/termination`)).body
  const at = new Date(Date.parse(deadline) + 30 * 24 * HOUR).toISOString()
  expect(await ending().nextEnding({ school: id, at })).toEqual({ do: 'erase' })
  for (const attempt of [1, 2]) {
    expect(await act(() => ending().beginErasing({ school: id, at }))).toBe(true)
    const found = await act(() => ending().destroySchool({ school: id }))
    expect(found > 0).toBe(attempt === 1)
  }
  for (const runsGoneAt of [at, new Date(Date.parse(at) + HOUR).toISOString()])
    await ending().closeEnding({ school: id, keysGoneAt: at, runsGoneAt })
  const [certificate, ...more] = await listCertificates(api.deps.control, id, 5)
  expect(more).toEqual([])
  expect(JSON.parse(certificate!.document)).toMatchObject({ kind: 'ending', deadline, lateBySeconds: 30 * 24 * 3600 })
  expect(await ending().nextEnding({ school: id, at })).toEqual({ do: 'nothing' })
  expect(await lifeActivities(api.deps.control, start).next({ school: id, at })).toMatchObject({ do: 'end' })
  expect(await notices(id, 'schoolEnded')).toBe(2)
  expect([await built.keyring.keysLeft(id), (await built.keyring.keysLeft(other)) > 1]).toEqual([0, true])
  expect((await api.call('head', 'GET', `/v1/schools/${other}/pupils`)).status).toBe(200)
})
