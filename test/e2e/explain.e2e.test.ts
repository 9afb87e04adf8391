import { MockActivityEnvironment } from '@temporalio/testing'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eraseBatchActivities } from '../../activities/erase/erase-batch.js'
import { explainActivities } from '../../activities/explain/explain-people.js'
import { londonDay } from '../../agreement/calendar.js'
import { findSchool } from '../../db/control/school.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { lifecycleId } from '../../workflows/school/ids.js'
import { everyRow } from '../support/every-row.js'
import { saidIn } from '../support/history.js'
import { all, makeSettledSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Answer, Stack } from '../support/stack.js'
import { truthOf, writesIn } from '../support/state.js'
import { devServer } from '../support/temporal.js'

const CANARY = 'zz4711Canary'
const HOUR_MS = 3_600_000

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string
/** Everything that was asked about. */
const asked: string[] = []
beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env, patienceMs: 2_000 })
  school = await makeSettledSchool(stack, { pupils: 60, days: 30 })
  id = await onboard(stack, school)
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

/** Asks about somebody and waits for the answer. */
async function explain(sourceId: string, kind = 'pupil'): Promise<Answer['body']> {
  asked.push(sourceId)
  const path = `/v1/schools/${id}/explain`
  const { status, body } = await stack.call('head', 'POST', path, { sourceId, kind })
  if (status !== 202) throw new Error(`asking answered ${status} ${JSON.stringify(body)}`)
  for (const until = Date.now() + 30_000; Date.now() < until;) {
    const answer = await stack.call('school', 'GET', `${path}/${body.id}`)
    if (answer.body.state === 'answered') return answer.body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('nobody answered')
}
const happens = async (...events: object[]) =>
  (await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events })).body.data.events
const pupils = async (): Promise<Answer['body'][]> => all(stack, 'head', `/v1/schools/${id}/pupils`)
const requested = async () => (await stack.sim('GET', '/_sim/requests')).body.data.length
/** By the number of the MIS and in order, so that each test has its own. */
const misIds = async (): Promise<string[]> =>
  (await pupils()).map(({ items }) => items['pupil.misId']).sort((a, b) => Number(a) - Number(b))
const subjectOf = async (misId: string) => (await pupils()).find(({ items }) => items['pupil.misId'] === misId).id

describe('a school asks about somebody', () => {
  test('who is here, by the number of the MIS, and is told since when; its source is not asked', async () => {
    const [misId] = await misIds()
    const before = await requested()
    const { admissionDate } = (await truthOf(stack, school)).pupils.find((one: Answer['body']) => one.misId === misId)
    expect(await explain(misId!)).toMatchObject({
      reason: 'here',
      words: 'Here.',
      dates: [{ what: 'since', date: admissionDate }],
      subjectId: await subjectOf(misId!),
    })
    expect(await requested()).toBe(before)
  })

  test('whom it hid, or of whom it withdrew an item, or altogether', async () => {
    const [, hidden, stripped, withdrawn] = (await misIds()) as [string, string, string, string]
    const path = `/v1/schools/${id}`
    const today = new Date().toISOString().slice(0, 10)
    const subject = await subjectOf(hidden)
    await stack.call('head', 'POST', `${path}/pupils/${subject}/suppression`)
    await stack.call('head', 'POST', `${path}/withdrawals`, { pupilId: await subjectOf(stripped), item: 'pupil.name' })
    await stack.call('head', 'POST', `${path}/withdrawals`, { pupilId: await subjectOf(withdrawn) })
    expect(await explain(hidden)).toMatchObject({ reason: 'suppressed', subjectId: subject, dates: [{ what: 'since', date: today }] }) // prettier-ignore
    expect(await explain(stripped)).toMatchObject({ reason: 'hereWithoutItems', dates: expect.arrayContaining([{ what: 'on', date: today }]) }) // prettier-ignore
    expect(await explain(withdrawn)).toMatchObject({ reason: 'withdrawn', dates: expect.arrayContaining([{ what: 'on', date: today }]) }) // prettier-ignore

    const at = new Date(Date.now() + 12 * HOUR_MS)
    const erasure = { school: id, erasure: 'ahead', at: at.toISOString() }
    await new MockActivityEnvironment().run(() => eraseBatchActivities(stack.deps).eraseDuePeople(erasure))
    // The source goes on listing the same spell, and the mark that keeps it out is all that is left.
    expect(await explain(withdrawn)).toMatchObject({ reason: 'erased', subjectId: null, dates: [{ what: 'on', date: londonDay(at) }] }) // prettier-ignore
  })

  test('who came to its MIS after the last read, and is told that the next takes them in', async () => {
    const [{ misId }] = await happens({ do: 'join' })
    expect(await explain(misId)).toMatchObject({ reason: 'awaitsRead', subjectId: null, dates: [{ what: 'nextRead' }] })
    expect((await sync(stack, id)).state).toBe('applied')
    expect((await explain(misId)).reason).toBe('here')
  })

  test('who starts later, and is told from when', async () => {
    const from = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
    const [{ misId }] = await happens({ do: 'join' })
    await happens({ do: 'set', misId, field: 'admissionDate', value: from })
    expect(await explain(misId)).toMatchObject({ reason: 'startsLater', dates: [{ what: 'from', date: from }] })
  })

  test('who left, before and after a read that says so', async () => {
    const [, , , , misId] = (await misIds()) as [string, string, string, string, string]
    const on = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10)
    await happens({ do: 'leave', misId, on })
    // What is held still says that the pupil is here, and so is the pupil until a read.
    expect((await explain(misId)).reason).toBe('here')
    await sync(stack, id)
    const { reason, dates } = await explain(misId)
    expect([reason, dates.find(({ what }: { what: string }) => what === 'until')?.date]).toEqual(['left', on])
  })

  test('whom nobody knows, and is told that its MIS shares nobody by this id', async () => {
    for (const nobody of [CANARY, '../../counts', '0'])
      expect(await explain(nobody)).toMatchObject({ reason: 'notInTheSource', dates: [], subjectId: null })
  })

  test('who teaches, by another kind, under a number that may be a pupil’s too', async () => {
    const staff = (await all(stack, 'head', `/v1/schools/${id}/staff`)).length
    const { staff: real } = await truthOf(stack, school)
    expect((await explain(real[0].misId, 'staff')).reason).toBe(staff > 0 ? 'here' : 'notReceived')
  })

  test('while its source does not answer, and is told so of whoever is not held; whoever is held is explained', async () => {
    await stack.sim('PUT', '/_sim/faults', { faults: [{ kind: '503', schoolId: school.id }] })
    const [here] = await misIds()
    expect([(await explain(here!)).reason, (await explain(CANARY)).reason]).toEqual(['here', 'sourceUnavailable'])
    await stack.sim('DELETE', '/_sim/faults')
  })

  test('while it is paused: its source is not asked, and what is known here is told all the same [R05]', async () => {
    await stack.call('head', 'POST', `/v1/schools/${id}/pause`)
    await stack.atRest(id)
    const before = await requested()
    const [here] = await misIds()
    expect([(await explain(here!)).reason, (await explain(CANARY)).reason]).toEqual(['here', 'stopped'])
    expect(await requested()).toBe(before)
    await stack.call('head', 'POST', `/v1/schools/${id}/resume`)
    await stack.atRest(id)
  })
})

test('asking writes nothing about anybody but the question itself', async () => {
  const [here] = await misIds()
  const { writes } = await writesIn(stack, id, () => explain(here!))
  expect(Object.keys(writes)).toEqual(['explanation'])
})

test('no id that was asked about is in any event of a history or any row of control [R22]', async () => {
  const own = asked.filter((one) => one.length > 5)
  expect(own).toContain(CANARY)
  const histories = await saidIn(env, stack.deps.codecKeys, lifecycleId(id))
  const control = await everyRow(stack.control)
  // What is looked through is really there.
  expect([histories.includes('explainPeople'), control.includes(id)]).toEqual([true, true])
  for (const one of own) expect([one, histories.includes(one), control.includes(one)]).toEqual([one, false, false])
})

test('question and answer are gone an hour later, keys first, and the lifecycle wakes for it', async () => {
  const before = await findSchool(stack.control, id)
  const oldest = await (await stack.deps.schools.open(id)).db.selectFrom('explanation').select('asked_at').orderBy('asked_at').executeTakeFirstOrThrow() // prettier-ignore
  expect(before?.explain_at).toEqual(new Date(oldest.asked_at.getTime() + HOUR_MS))
  const at = new Date(Date.now() + HOUR_MS).toISOString()
  await new MockActivityEnvironment().run(() => explainActivities(stack.deps).explainPeople({ school: id, at }))
  const { db } = await stack.deps.schools.open(id)
  expect([await db.selectFrom('explanation').selectAll().execute(), (await findSchool(stack.control, id))?.explain_at]).toEqual([[], null]) // prettier-ignore
})
