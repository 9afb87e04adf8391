import { Connection } from '@temporalio/client'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { freePort } from '../../local/ports.js'
import { startTemporal } from '../../local/temporal-server.js'

const searchAttributes = { SchoolId: 'Keyword', NextSyncAt: 'Datetime', NeedsAttention: 'Bool' } as const

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-temporal-'))
})
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

const start = async () =>
  startTemporal({ program: inject('temporalPrograms').cli, folder, uiPort: await freePort(), searchAttributes })

test('serves both namespaces with their search attributes, keeping histories three days', async () => {
  const temporal = await start()
  const connection = await Connection.connect({ address: temporal.address })
  for (const namespace of ['schools', 'eraser']) {
    const { config } = await connection.workflowService.describeNamespace({ namespace })
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(259_200)
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(searchAttributes)))
  }
  expect((await fetch(temporal.uiUrl)).status).toBe(200)
  await connection.close()
  await temporal.stop()
})

test('goes on with the same workflows after a stop and after a kill -9', async () => {
  const first = await start()
  await startWorkflow(first.address, 'before-stop')
  await first.stop()
  const second = await start()
  await startWorkflow(second.address, 'before-kill')
  process.kill(second.pid, 'SIGKILL')
  expect(await second.ended).toEqual({ code: null, signal: 'SIGKILL' })
  const third = await start()
  expect(await isOpen(third.address, 'before-stop')).toBe(true)
  expect(await isOpen(third.address, 'before-kill')).toBe(true)
  await third.stop()
})

test('throws away a database that a cut start left half-made', async () => {
  await writeFile(join(folder, 'temporal.db'), 'not yet a database')
  await (await start()).stop()
})

test('refuses a database that another version made, in one sentence', async () => {
  await (await start()).stop()
  await writeFile(join(folder, 'made-by'), 'temporal version 1.8.2')
  await expect(start()).rejects.toThrow(/was made by temporal version 1\.8\.2.*npm start -- --fresh/)
})

async function startWorkflow(address: string, workflowId: string): Promise<void> {
  const connection = await Connection.connect({ address })
  await connection.workflowService.startWorkflowExecution({
    namespace: 'schools',
    workflowId,
    requestId: workflowId,
    workflowType: { name: 'nobodyRunsIt' },
    taskQueue: { name: 'nobody' },
  })
  await connection.close()
}

async function isOpen(address: string, workflowId: string): Promise<boolean> {
  const connection = await Connection.connect({ address })
  const found = await connection.workflowService.describeWorkflowExecution({
    namespace: 'schools',
    execution: { workflowId },
  })
  await connection.close()
  return !found.workflowExecutionInfo?.closeTime
}
