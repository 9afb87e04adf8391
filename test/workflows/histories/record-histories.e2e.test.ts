import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataConverter } from '../../../vault/codec/data-converter.js'
import { schoolCodec } from '../../../vault/codec/school-codec.js'
import { ERASER_NAMESPACE } from '../../../workflows/ending/ids.js'
import * as workflows from '../../../workflows/index.js'
import { searchAttributeKeys } from '../../../workflows/search-attributes.js'
import { SCHOOLS_QUEUE } from '../../../workflows/task-queues.js'
import { PLANNER, plannerOnWonde } from '../../support/planner.js'
import { makeSimSchool, onboard, sync } from '../../support/schools.js'
import { startStack } from '../../support/stack.js'
import type { Stack } from '../../support/stack.js'
import { devServer } from '../../support/temporal.js'
import { clearHistory, neutralIds } from './clear-history.js'

const folder = fileURLToPath(new URL('../../histories', import.meta.url))
const wanted = process.env['RECORD_HISTORIES'] === '1'
const HOUR = 3_600_000
// Of each type the first two, as they end or stand: a lifecycle continues as new between its two.
const OF_EACH = 2

let env: TestWorkflowEnvironment
let stack: Stack

beforeAll(async () => {
  if (!wanted) return
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env, agreements: [plannerOnWonde()] })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const call = async (role: 'head' | 'school', method: string, path: string, body?: unknown) => {
  const answer = await stack.call(role, method, path, body)
  if (answer.status >= 300) throw new Error(`${method} answered ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const planner = async () => onboard(stack, await makeSimSchool(stack, { pupils: 60 }), undefined, { agreement: PLANNER }) // prettier-ignore

/** Two in five pupils are gone without a word: that waits, and the school says that they left. */
async function letAbsencesWait(): Promise<void> {
  const school = await makeSimSchool(stack, { pupils: 60 })
  const id = await onboard(stack, school, undefined, { agreement: PLANNER })
  const denied = { denied: ['students_leaver', 'deletions'] }
  await stack.sim('PUT', `/_sim/schools/${school.id}/permissions`, denied)
  await sync(stack, id)
  const { pupils } = (await stack.sim('GET', `/_sim/schools/${school.id}/truth`)).body
  const events = pupils.slice(0, 20).map(({ misId }: { misId: string }) => ({ do: 'delete', misId }))
  await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events })
  await sync(stack, id)
  const [hold] = (await call('school', 'GET', `/v1/schools/${id}/holds?state=open`)).data
  await call('school', 'POST', `/v1/schools/${id}/holds/${hold.id}/release`)
  await stack.atRest(id)
}

/** A school to whom all happens that a lifecycle does, until it has continued as new. */
async function liveThroughAll(id: string): Promise<void> {
  const [pupil, other] = (await call('school', 'GET', `/v1/schools/${id}/pupils`)).data
  const receivedAt = new Date(Date.now() - 48 * HOUR).toISOString()
  await call('school', 'POST', `/v1/schools/${id}/leavers`, { pupilId: pupil.id, receivedAt })
  await call('school', 'POST', `/v1/schools/${id}/withdrawals`, { pupilId: other.id })
  const { items } = await call('head', 'GET', `/v1/schools/${id}/grant`)
  const without = items.filter((item: string) => item !== 'pupil.upn')
  await call('school', 'PUT', `/v1/schools/${id}/grant`, { items: without })
  // As if marks of a year that is long over had been left.
  const told = { settings: JSON.stringify({ topYear: 6 }), attendance_since: new Date().getUTCFullYear() - 2 }
  await stack.control.updateTable('school').set(told).where('id', '=', id).execute()
  for (let syncs = 0; syncs < 7; syncs += 1) await sync(stack, id)
}

async function recorded(namespace: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const converter = dataConverter(stack.deps.codecKeys)
  const { workflow } = new Client({ connection: env.connection, namespace, dataConverter: converter })
  const found = new Map<string, string[]>()
  const runs = []
  for await (const run of workflow.list()) runs.push(run)
  runs.sort((a, b) => a.startTime.getTime() - b.startTime.getTime())
  const [codec, neutral] = [schoolCodec(stack.deps.codecKeys), neutralIds()]
  for (const { workflowId, runId, type } of runs) {
    const kept = found.get(type) ?? []
    if (kept.length >= OF_EACH) continue
    const history = await workflow.getHandle(workflowId, runId).fetchHistory()
    found.set(type, [...kept, await clearHistory(history, codec, neutral)])
  }
  return found
}

test.runIf(wanted)('records a history of every workflow on a real server', { timeout: 180_000 }, async () => {
  const [id, ending] = [await planner(), await planner()]
  const effectiveAt = new Date(Date.now() - 27 * HOUR).toISOString()
  const terminate = { instructedBy: 'The Head', effectiveAt, reason: 'The letter lay in a tray.' }
  await call('head', 'POST', `/v1/schools/${ending}/termination`, terminate)
  await liveThroughAll(id)
  await letAbsencesWait()
  const of = { namespace: 'default', taskQueue: SCHOOLS_QUEUE, args: [] }
  const client = new Client({ connection: env.connection, dataConverter: dataConverter(stack.deps.codecKeys) })
  // Those that a Schedule starts are handed nothing.
  for (const type of ['reconcileSchools', 'retentionSweep', 'sendNotices'])
    await client.workflow.execute(type, { ...of, workflowId: `watch/${type}` })
  await wait(1_000)
  const found = new Map([...(await recorded('default')), ...(await recorded(ERASER_NAMESPACE))])
  expect([...found.keys()].sort()).toEqual(Object.keys(workflows).sort())
  await mkdir(folder, { recursive: true })
  for (const file of await readdir(folder)) if (file.endsWith('.json')) await rm(`${folder}/${file}`)
  for (const [type, histories] of found)
    for (const [at, history] of histories.entries()) await writeFile(`${folder}/${type}-${at + 1}.json`, `${history}\n`)
})
