import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Agreement } from '../../../agreement/agreement.js'
import type { FactName } from '../../../agreement/retention/known-person.js'
import { shippedAgreements } from '../../../agreement/shipped.js'
import { lifeActivities } from '../../../activities/life/life.js'
import { versionActivities } from '../../../activities/notices/tell-versions.js'
import { retimeSchool } from '../../../activities/time/retime-school.js'
import { publishAgreements } from '../../../db/control/agreement-version.js'
import { sealFact } from '../../../db/school/document.js'
import { startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import { fillSchool } from '../../api/filled-school.js'
import type { FilledSchool } from '../../api/filled-school.js'

const now = new Date('2026-11-24T12:00:00Z')
let api: ApiUnderTest
let at: FilledSchool
let staff = ''

beforeAll(async () => {
  api = await startApi(() => ({ clock: () => now }))
})
beforeEach(async () => {
  at = await fillSchool(api)
  staff = at.ids.staff[0] ?? ''
  for (const pupil of at.ids.pupils) {
    await learn(pupil, 'spell', ['2020-09-01', '2026-10-23'], '2026-10-23T02:00:00Z')
    await learn(pupil, 'classYear', '11', '2025-09-02T02:00:00Z')
  }
  await learn(staff, 'spell', ['2020-09-01', '2026-10-31'], '2026-10-31T02:00:00Z')
  await retimeSchool(api.deps, at.school, now)
})
afterAll(() => api?.stop())

const threeTimes = (day: string) => [day, day, day]

/** The portal's agreement with less time for leavers. */
function shorter(max: string): Agreement {
  const portal = shippedAgreements().find(({ id }) => id === 'assessment-portal')!
  return { ...portal, version: 2, time: { ...portal.time, pupilLeaver: { mode: 'grace', max, anchor: 'leaving_date' } } } // prettier-ignore
}

async function learn(subject: string, what: FactName, value: unknown, learnedAt: string): Promise<void> {
  const keys = await api.deps.keyring.makeSubjectKeys(at.school, [subject], 'core')
  const sealed = sealFact(keys.get(subject)!, subject, what, JSON.stringify(value))
  const row = { subject_id: subject, what, learned_at: new Date(learnedAt), sealed }
  await at.db.insertInto('fact').values(row).execute()
}
const settle = (changed: Record<string, unknown>) =>
  api.deps.control.updateTable('school').set(changed).where('id', '=', at.school).execute()
const timers = async (of: readonly string[], rule?: string) => {
  const rows = await at.db.selectFrom('timer').selectAll().where('subject_id', 'in', of).orderBy('id').execute()
  return rows.filter((row) => rule === undefined || row.rule === rule)
}
/** What Postgres itself knows of every row that retiming could touch: who wrote it, and where it lies. */
const written = async () => {
  const { rows } = await sql`
    select 'timer' as what, id, xmin::text, ctid::text from timer union all
    select 'subject', id, xmin::text, ctid::text from subject union all
    select 'change', null, xmin::text, ctid::text from change order by 1, 4`.execute(at.db)
  return rows
}
const next = () => lifeActivities(api.deps.control, async () => undefined).next({ school: at.school, at: now.toISOString() }) // prettier-ignore

describe('when the rules of a school change', () => {
  test('its settings give every pupil another date in one go; who is not concerned stays as it was, byte for byte', async () => {
    const before = await timers([staff])
    expect(await timers(at.ids.pupils, 'stageEnd')).toEqual([])
    await settle({ settings: JSON.stringify({ topYear: 11 }) })
    expect((await next()).do).toBe('retime')
    expect(await retimeSchool(api.deps, at.school, now)).toBe(3)
    const dates = (await timers(at.ids.pupils, 'stageEnd')).map(({ due_on }) => due_on)
    expect(dates).toEqual(threeTimes('2027-01-31'))
    expect(before).toHaveLength(1)
    expect(await timers([staff])).toEqual(before)
    expect((await next()).do).not.toBe('retime')
  })

  test('is done once: again, nothing is written and nothing is to be done', async () => {
    await settle({ settings: JSON.stringify({ topYear: 11 }) })
    await retimeSchool(api.deps, at.school, now)
    const before = await written()
    expect(await retimeSchool(api.deps, at.school, now)).toBe(0)
    expect(await written()).toEqual(before)
  })

  test('leaves alone whose erasure has begun, for its facts may open no more', async () => {
    const [first = '', ...others] = at.ids.pupils
    await at.db.updateTable('subject').set({ erasure: 'begun' }).where('id', '=', first).execute()
    const before = await timers([first])
    await settle({ settings: JSON.stringify({ topYear: 11 }) })
    expect(await retimeSchool(api.deps, at.school, now)).toBe(2)
    expect(await timers([first])).toEqual(before)
    expect(await timers(others, 'stageEnd')).toHaveLength(2)
  })
})

test('a school that has just accepted has nobody whose dates would have to be computed anew', async () => {
  const id = await api.register()
  await api.provision(id)
  await api.accept(id)
  const step = await lifeActivities(api.deps.control, async () => undefined).next({ school: id, at: now.toISOString() })
  expect(step.do).toBe('sync')
})

// Last: from now on every school of this file is behind.
test('a shorter version moves every leaver’s date in one go, none before 28 days after it took effect; control’s counts follow [R39]', async () => {
  expect((await timers(at.ids.pupils, 'leaver')).map(({ due_on }) => due_on)).toEqual(threeTimes('2027-04-23'))
  await publishAgreements(api.deps.control, [shorter('P1M')])
  await versionActivities(api.deps.control).tellVersions({ at: now.toISOString() })
  expect((await next()).do).toBe('retime')
  expect(await retimeSchool(api.deps, at.school, now)).toBe(3)
  // A month after 23 October would be yesterday.
  expect((await timers(at.ids.pupils, 'leaver')).map(({ due_on }) => due_on)).toEqual(threeTimes('2026-12-22'))
  expect((await timers([staff])).map(({ rule }) => rule)).toEqual(['staffCap'])
  const { body } = await api.call('school', 'GET', `/v1/retention/summary?school=${at.school}&rule=leaver`)
  expect(body).toMatchObject({ total: 3, data: [{ week: '2026-12-21' }] })
  const answered = await api.call('school', 'GET', at.path(`/pupils/${at.ids.pupils[0]}/retention`))
  expect(answered.body).toMatchObject({ wins: 'leaver', dates: [{ dueOn: '2026-12-22' }] })
})
