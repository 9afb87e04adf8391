import { fileURLToPath } from 'node:url'
import { Client } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { Worker, bundleWorkflowCode } from '@temporalio/worker'
import type { WorkerOptions, WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { codecKeys } from '../../../vault/codec/codec-keys.js'
import { dataConverter, failureConverterPath } from '../../../vault/codec/data-converter.js'
import { devServer } from '../../support/temporal.js'
import { keyringDatabase } from '../keyring-database.js'

let at: Awaited<ReturnType<typeof keyringDatabase>>
let env: TestWorkflowEnvironment
let workflowBundle: WorkflowBundleWithSourceMap
const running: (() => Promise<void>)[] = []

beforeAll(async () => {
  ;[at, env] = await Promise.all([keyringDatabase(), devServer()])
  for (const school of ['platform', 'ended', 'elm-park']) await at.keyring.makeSchoolKeys(school)
  const workflowsPath = fileURLToPath(new URL('./canary-workflow.ts', import.meta.url))
  workflowBundle = await bundleWorkflowCode({ workflowsPath, failureConverterPath })
})

afterAll(async () => {
  for (const stop of running) await stop()
  await env.teardown()
  await at.close()
})

/** Every worker and client has opened no key yet, as one that looks a minute after the key went. */
const freshConverter = () => dataConverter(codecKeys(at.keyring))
const freshClient = () => new Client({ connection: env.connection, dataConverter: freshConverter() })

async function startWorker(options: Pick<WorkerOptions, 'taskQueue' | 'workflowBundle' | 'activities'>) {
  const worker = await Worker.create({
    connection: env.nativeConnection,
    dataConverter: freshConverter(),
    ...options,
  })
  const ended = worker.run()
  ended.catch(() => undefined)
  const stop = async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown()
    await ended
  }
  running.push(stop)
  return { worker, stop }
}

const describePatient = () =>
  freshClient().workflow.workflowService.describeWorkflowExecution({
    namespace: 'default',
    execution: { workflowId: 'school/ended/patient' },
  })

test('a school whose key was destroyed stands still and stops nobody else', async () => {
  const first = await startWorker({ taskQueue: 'workflows', workflowBundle })
  const start = { workflowId: 'school/ended/patient', taskQueue: 'workflows', args: ['ZZCANARY'] }
  const patient = await freshClient().workflow.start('patient', start)
  await vi.waitFor(async () => expect((await describePatient()).pendingActivities).toHaveLength(1), 10_000)
  await first.stop()

  await at.db.deleteFrom('key').where('school_id', '=', 'ended').execute()
  const late = await startWorker({ taskQueue: 'late', activities: { late: async (canary: string) => canary } })
  const again = await startWorker({ taskQueue: 'workflows', workflowBundle })
  await patient.signal('saying', 'anything')

  await vi.waitFor(async () => {
    const { pendingActivities, pendingWorkflowTask } = await describePatient()
    expect(pendingActivities?.[0]?.lastFailure?.applicationFailureInfo?.type).toBe('KeyDestroyed')
    expect(pendingWorkflowTask?.attempt ?? 0).toBeGreaterThan(1)
  }, 20_000)

  const other = { workflowId: 'school/elm-park/x', taskQueue: 'workflows', args: ['still'] }
  expect(await freshClient().workflow.execute('canaryChild', other)).toBe('still')
  expect([late.worker.getState(), again.worker.getState()]).toEqual(['RUNNING', 'RUNNING'])
})

test('such a workflow can still be signalled and terminated, and its payloads say why they do not open', async () => {
  const patient = freshClient().workflow.getHandle('school/ended/patient')
  await patient.signal('saying', 'anything')
  await patient.terminate('the school ended')
  const { history } = await freshClient().workflow.workflowService.getWorkflowExecutionHistory({
    namespace: 'default',
    execution: { workflowId: 'school/ended/patient' },
  })
  const [payload] = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? []
  const [codec] = freshConverter().payloadCodecs ?? []
  await expect(codec?.decode([payload!])).rejects.toThrow('key was destroyed')
})
