import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js'
import { DefaultLogger, Worker, bundleWorkflowCode } from '@temporalio/worker'
import { beforeAll, expect, test } from 'vitest'
import { failureConverterPath } from '../../../vault/codec/data-converter.js'
import * as workflows from '../../../workflows/index.js'
import { workflowBundle } from '../../support/stack.js'

const folder = new URL('../../histories/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
const logger = new DefaultLogger('ERROR')

let current: { code: string }
beforeAll(async () => {
  current = await workflowBundle()
}, 120_000)

function replay(workflowBundle: { code: string }, file: string): Promise<void> {
  const history = historyFromJSON(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  return Worker.runReplayHistory({ workflowBundle, dataConverter: { failureConverterPath } }, history)
}

test('keeps a history of every workflow', () => {
  const types = new Set(files.map((file) => file.replace(/-\d+\.json$/, '')))
  expect([...types].sort()).toEqual(Object.keys(workflows).sort())
})

test.each(files)('replays %s', async (file) => {
  await expect(replay(current, file)).resolves.toBeUndefined()
})

test('would notice a workflow that does one thing more', async () => {
  const workflowsPath = fileURLToPath(new URL('./broken-workflow.ts', import.meta.url))
  const broken = await bundleWorkflowCode({ workflowsPath, failureConverterPath, logger })
  await expect(replay(broken, 'eraseDue-1.json')).rejects.toThrow(/TMPRL1100|[Nn]ondeterminism/)
})
