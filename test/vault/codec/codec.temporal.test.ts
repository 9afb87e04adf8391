import { Context } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { Client, WorkflowFailedError } from '@temporalio/client'
import proto from '@temporalio/proto'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { Worker, bundleWorkflowCode } from '@temporalio/worker'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codecKeys } from '../../../vault/codec/codec-keys.js'
import { dataConverter, failureConverterPath } from '../../../vault/codec/data-converter.js'
import { devServer } from '../../support/temporal.js'
import { keyringDatabase } from '../keyring-database.js'
import type { CanaryActivities } from './canary-workflow.js'

const CANARY = 'ZZCANARY-ada-lovelace'
const QUEUE = 'canary'

let at: Awaited<ReturnType<typeof keyringDatabase>>
let env: TestWorkflowEnvironment
let client: Client
let worker: Worker
let running: Promise<void>
let lastBeat = ''

beforeAll(async () => {
  ;[at, env] = await Promise.all([keyringDatabase(), devServer()])
  for (const school of ['platform', 'oakfield', 'elm-park', 'ended']) await at.keyring.makeSchoolKeys(school)
  const converter = dataConverter(codecKeys(at.keyring))
  client = new Client({ connection: env.connection, dataConverter: converter })
  const workflowsPath = fileURLToPath(new URL('./canary-workflow.ts', import.meta.url))
  worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: QUEUE,
    workflowBundle: await bundleWorkflowCode({ workflowsPath, failureConverterPath }),
    dataConverter: converter,
    activities,
  })
  running = worker.run()
})

afterAll(async () => {
  worker.shutdown()
  await running
  await env.teardown()
  await at.close()
})

const activities: CanaryActivities = {
  async beat(canary) {
    Context.current().heartbeat({ canary })
    if (Context.current().info.attempt === 1) throw ApplicationFailure.retryable(`again ${canary}`)
    lastBeat = JSON.stringify(Context.current().info.heartbeatDetails)
    return canary
  },
  async fail(canary) {
    throw new Error(`failed for ${canary}`)
  },
}

/** All that Temporal holds of a workflow, as the wire carries it. */
async function raw(workflowId: string): Promise<{ history: Buffer; description: Buffer; whole: Buffer }> {
  const execution = { workflowId }
  const service = client.workflow.workflowService
  const { history } = await service.getWorkflowExecutionHistory({ namespace: 'default', execution })
  const description = await service.describeWorkflowExecution({ namespace: 'default', execution })
  const bytes = {
    history: Buffer.from(proto.temporal.api.history.v1.History.encode(history ?? {}).finish()),
    description: Buffer.from(
      proto.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse.encode(description).finish(),
    ),
  }
  return { ...bytes, whole: Buffer.concat([bytes.history, bytes.description]) }
}

test('carries no word of a payload, memo, summary, heartbeat, failure or stack in clear [R22]', async () => {
  const handle = await client.workflow.start('canaryWays', {
    workflowId: 'school/oakfield/sync/2026-11-23',
    taskQueue: QUEUE,
    args: [CANARY, 'school/oakfield/sync/2026-11-23/child'],
    memo: { canary: CANARY },
    staticSummary: `summary ${CANARY}`,
    staticDetails: `details ${CANARY}`,
  })
  await handle.signal('saying', CANARY)
  expect(await handle.result()).toBe(`${CANARY} ${CANARY}`)
  expect(lastBeat).toBe(JSON.stringify({ canary: CANARY }))

  const described = await handle.describe()
  expect(described.memo).toEqual({ canary: CANARY })
  expect(await described.staticSummary()).toBe(`summary ${CANARY}`)

  for (const id of [handle.workflowId, `${handle.workflowId}/child`]) {
    const { whole, history } = await raw(id)
    expect(whole.includes('ZZCANARY')).toBe(false)
    expect(whole.includes('canary-workflow.ts'), 'a stack trace').toBe(false)
    expect(whole.includes('binary/encrypted')).toBe(true)
    expect(history.includes('json/plain'), 'only a search attribute is in clear, and the history has none').toBe(false)
    expect(whole.includes('platform'), 'sealed under the key of the school, not the platform').toBe(false)
  }
})

test('fails a workflow with a message that only the key opens', async () => {
  const handle = await client.workflow.start('canaryFailure', {
    workflowId: 'school/oakfield/failing',
    taskQueue: QUEUE,
    args: [CANARY],
  })
  const failed = await handle.result().catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(WorkflowFailedError)
  expect((failed as WorkflowFailedError).cause?.message).toBe(`message ${CANARY}`)
  const { whole } = await raw(handle.workflowId)
  expect(whole.includes('ZZCANARY')).toBe(false)
  expect(whole.includes('Encoded failure')).toBe(true)
})

test('seals what belongs to no school under the key of the platform', async () => {
  const handle = await client.workflow.start('canaryChild', { workflowId: 'watch/x', taskQueue: QUEUE, args: [CANARY] })
  expect(await handle.result()).toBe(CANARY)
  const { history } = await raw('watch/x')
  expect(history.includes('ZZCANARY')).toBe(false)
  expect(history.includes('platform')).toBe(true)
})

test('replays a history that is sealed', async () => {
  const { history } = await client.workflow.workflowService.getWorkflowExecutionHistory({
    namespace: 'default',
    execution: { workflowId: 'school/oakfield/sync/2026-11-23' },
  })
  const workflowsPath = fileURLToPath(new URL('./canary-workflow.ts', import.meta.url))
  const replay = Worker.runReplayHistory(
    { workflowsPath, dataConverter: dataConverter(codecKeys(at.keyring)) },
    history,
    'school/oakfield/sync/2026-11-23',
  )
  await expect(replay).resolves.toBeUndefined()
})
