import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { versionActivities } from '../../../activities/notices/tell-versions.js'
import type { Agreement } from '../../../agreement/agreement.js'
import { shippedAgreements } from '../../../agreement/shipped.js'
import { currentGrant } from '../../../db/control/acceptance.js'
import { listActs } from '../../../db/control/audit.js'
import { publishAgreements } from '../../../db/control/agreement-version.js'
import { versionsInForce } from '../../../db/control/in-force.js'
import { admitPrincipal } from '../../../db/control/principal.js'
import { findSchool } from '../../../db/control/school.js'
import { acceptance, newSchool, problemOf, startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'

let api: ApiUnderTest
let school: string
let first: Agreement
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

// Each test has an agreement of its own, that no other school is under.
let tests = 0
beforeEach(async () => {
  const [portal] = shippedAgreements()
  first = { ...portal!, id: `of-test-${(tests += 1)}`, version: 1 }
  await publish(first)
  const made = await api.call('operator', 'POST', '/v1/schools', newSchool({ agreement: first.id }))
  school = made.body.id
  for (const role of ['school', 'head'] as const) await admitPrincipal(api.deps.control, role, school)
  expect((await api.accept(school, ['pupil.misId', 'pupil.ethnicity'])).status).toBe(201)
})

const start = Date.parse('2026-11-24T09:00:00Z')
const days = (count: number) => new Date(start + count * 24 * 3_600_000)
const publish = (...versions: readonly Agreement[]) => publishAgreements(api.deps.control, versions)
const tellAt = (at: Date) => versionActivities(api.deps.control).tellVersions({ at: at.toISOString() })
const inForce = async () => (await findSchool(api.deps.control, school))?.accepted_version
const granted = async () => (await currentGrant(api.deps.control, school))?.items
const notices = () =>
  api.deps.control.selectFrom('notice').select(['kind', 'addressee', 'facts']).where('school_id', '=', school).execute()

const without = (code: string, of: Agreement, version: number): Agreement => ({
  ...of,
  version,
  items: of.items.filter((item) => item.code !== code),
})
const sooner = (of: Agreement, version: number): Agreement => ({
  ...of,
  version,
  time: { ...of.time, pupilLeaver: { mode: 'grace', max: 'P3M', anchor: 'leaving_date' } },
})

test('a version that widens waits for the head and is told once, while the school goes on under the old one [R39][R59]', async () => {
  await publish({ ...first, version: 2, purposes: [...first.purposes, 'Something more'] })
  expect([await tellAt(days(0)), await tellAt(days(1)), await tellAt(days(100))]).toEqual([1, 0, 0])
  expect(await inForce()).toBe(1)
  expect(await notices()).toMatchObject([
    { kind: 'versionToAccept', addressee: 'main', facts: { agreement: first.id, version: 2 } },
  ])
  expect((await notices())[0]?.facts).not.toMatchObject({ changes: [] })
  expect((await api.call('school', 'GET', `/v1/schools/${school}`)).body.agreement.acceptedVersion).toBe(1)
})

test('a new acceptance puts the wider version in force and grants nothing by itself [R59]', async () => {
  await publish({ ...first, version: 2, purposes: [...first.purposes, 'Something more'] })
  await tellAt(days(0))
  const path = `/v1/schools/${school}/acceptance`
  const accepted = await api.call('head', 'POST', path, acceptance({ version: 2 }))
  expect([accepted.status, accepted.body.items]).toEqual([201, ['pupil.misId', 'pupil.ethnicity']])
  expect([await inForce(), await granted()]).toEqual([2, ['pupil.misId', 'pupil.ethnicity']])
  for (const version of [1, 2])
    expect(problemOf(await api.call('head', 'POST', path, acceptance({ version }))).status).toBe(409)
  expect(await tellAt(days(1))).toBe(0)
})

test('a version that only narrows is in force at once, told, and withdraws what went and nothing else [R39]', async () => {
  await publish(without('pupil.ethnicity', first, 2))
  expect([await tellAt(days(0)), await tellAt(days(1))]).toEqual([1, 0])
  expect([await inForce(), await granted()]).toEqual([2, ['pupil.misId']])
  expect(await notices()).toMatchObject([{ kind: 'versionInForce', facts: { version: 2, from: null } }])
  // The lifecycle strips what is stored once the school is behind its grant; the open instruction rings it.
  expect(await findSchool(api.deps.control, school)).toMatchObject({ grant_version: 2, stripped_version: 1 })
  const acts = await listActs(api.deps.control, [school], 500)
  expect(acts.at(-1)).toMatchObject({ act: 'narrow', by: 'termkeeper', right: 'notice', version: 2 })
})

test('a shorter period is in force at once, and the notice says before which day nothing is due sooner [R59]', async () => {
  await publish(sooner(first, 2))
  expect([await tellAt(days(0)), await inForce(), await tellAt(days(28))]).toEqual([1, 2, 0])
  expect(await notices()).toMatchObject([{ kind: 'versionInForce', facts: { from: '2026-12-22' } }])
  const held = await versionsInForce(api.deps.control, { id: school, agreement_id: first.id })
  expect(held.map(({ agreement }) => agreement.version)).toEqual([1, 2])
  expect(held.at(-1)?.from).toEqual(days(0))
})

test('of several new versions the narrower holds and the newest is asked for [R39][R59]', async () => {
  const narrower = without('pupil.ethnicity', first, 2)
  await publish(narrower, { ...narrower, version: 3, purposes: [...first.purposes, 'Something more'] })
  await tellAt(days(0))
  expect([await inForce(), await granted()]).toEqual([2, ['pupil.misId']])
  expect((await notices()).map(({ kind, facts }) => [kind, 'version' in facts && facts.version])).toEqual([
    ['versionInForce', 2],
    ['versionToAccept', 3],
  ])
  expect(await tellAt(days(1))).toBe(0)
})

test('an accepted version is never changed, and one that nobody accepted may be corrected', async () => {
  const reworded = { ...first, summary: 'In other words.' }
  await expect(publish(reworded)).rejects.toThrow(`The file of ${first.id}, version 1, says something else`)
  await publish(first)
  await publish({ ...first, version: 2, purposes: [...first.purposes, 'Something more'] })
  await publish({ ...reworded, version: 2 })
  const { body } = await api.call('head', 'GET', `/v1/agreements/${first.id}`)
  expect([body.version, body.summary]).toEqual([2, 'In other words.'])
})
