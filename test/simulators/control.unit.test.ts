import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../../simulators/server.js'
import { simulatorWith } from './client.js'
import type { SchoolsSeen } from './client.js'

test('the demonstration shows the same two schools every time', async () => {
  const listed = async () => {
    const simulator = await startSimulator({ demonstration: true, now: '2026-11-23' })
    const { data } = (await (await fetch(`${simulator.url}/_sim/schools`)).json()) as SchoolsSeen
    await simulator.stop()
    return data.map(({ id, name, pupils, credentials }) => ({ id, name, pupils, token: credentials.wonde.token }))
  }
  const once = await listed()
  expect(once.map(({ pupils }) => pupils)).toEqual([1500, 300])
  expect(await listed()).toEqual(once)
})

test('the truth is of the simulator’s now, and of any other day asked', async () => {
  const school = await simulatorWith({ profile: 'primary', pupils: 210 })
  onTestFinished(async () => school.stop())
  const now = await school.truth()
  expect([now.at, now.pupils.length]).toEqual(['2026-11-23', 210])
  expect(now.groups).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'Year 3', type: 'YEAR' })]))
  expect((await school.truth('2026-08-15')).pupils.length).toBeLessThan(210)
  await school.call('PUT', '/_sim/clock', { now: '2027-01-10T09:00:00Z' })
  expect((await school.truth()).at).toBe('2027-01-10')
  expect((await school.call('GET', '/_sim/clock')).body).toEqual({ now: '2027-01-10T09:00:00.000Z' })
})

test('what was asked of the protocols is remembered, with its includes', async () => {
  const school = await simulatorWith({ pupils: 60 })
  onTestFinished(async () => school.stop())
  await school.read('students?include=classes,year&per_page=10')
  const { data } = (await school.call('GET', `/_sim/requests?schoolId=${school.id}`)).body
  expect(data).toEqual([
    {
      at: expect.any(String),
      schoolId: school.id,
      method: 'GET',
      path: `${school.own}/students`,
      query: { include: 'classes,year', per_page: '10' },
    },
  ])
  await school.call('DELETE', '/_sim/requests')
  expect((await school.call('GET', '/_sim/requests')).body.data).toEqual([])
})

test('clock, schools, events and permissions outlive a restart', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'simulator-')), 'state.json')
  const first = await simulatorWith({ pupils: 90 }, { stateFile, now: '2026-11-23' })
  const pupil = (await first.truth()).pupils[3]!
  await first.call('PUT', '/_sim/clock', { now: '2026-12-01' })
  await first.event({ do: 'rename', misId: pupil.misId, surname: 'Keptwell' })
  await first.event({ do: 'join', forename: 'Stays', eal: true })
  await first.deny('students.gender')
  const before = await first.truth()
  await first.stop()

  const again = await startSimulator({ stateFile, now: '2030-01-01' })
  onTestFinished(async () => again.stop())
  const get = async (path: string) => await (await fetch(again.url + path)).json()
  expect(await get(`/_sim/schools/${first.id}/truth`)).toEqual(before)
  expect(await get('/_sim/clock')).toEqual({ now: '2026-12-01T02:00:00.000Z' })
  expect(await get(`/_sim/schools/${first.id}/permissions`)).toEqual({ data: { denied: ['students.gender'] } })
})

test.for([
  [{ seed: 1, profile: 'castle', pupils: 100 }],
  [{ seed: 1, profile: 'primary', pupils: 59 }],
  [{ profile: 'primary', pupils: 100 }],
] as const)('%j makes no school', async ([spec]) => {
  const simulator = await startSimulator({ now: '2026-11-23' })
  onTestFinished(async () => simulator.stop())
  const answer = await fetch(`${simulator.url}/_sim/schools`, { method: 'POST', body: JSON.stringify(spec) })
  expect(answer.status).toBe(400)
})
