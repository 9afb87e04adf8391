import { fileURLToPath } from 'node:url'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listCertificates, listSigningKeys } from '../../db/control/certificate.js'
import { verifyCertificate } from '../../proof/certificate.js'
import { failureConverterPath } from '../../vault/codec/data-converter.js'
import { queueNames } from '../../workers/queues.js'
import { runQueues } from '../../workers/run-queues.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { PLANNER, plannerOnWonde } from '../support/planner.js'
import { all, makeSettledSchool, onboard } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let id: string
let now: () => Date = () => new Date()

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env, agreements: [plannerOnWonde()], clock: () => now() })
  id = await onboard(stack, await makeSettledSchool(stack, { pupils: 60, days: 35 }), undefined, { agreement: PLANNER })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const AWAY_MS = 31 * 86_400_000

/** A worker of all queues that comes back 31 days later. The server that skips time does not skip it while work waits for a worker. */
async function workerThen(): Promise<() => Promise<void>> {
  const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url))
  const { code } = await bundleWorkflowCode({
    workflowsPath: path('workflows/index.ts'),
    workflowInterceptorModules: [path('cli/rehearse/shifted-time.ts')],
    failureConverterPath,
    logger: new DefaultLogger('ERROR'),
  })
  let ended: Promise<void> | undefined
  const stop = await new Promise<() => void>((resolve, reject) => {
    ended = runQueues({
      address: env.address,
      namespace: env.namespace ?? 'default',
      queues: queueNames,
      workflowBundle: { code: code.replaceAll('@shift-ms@', String(AWAY_MS)) },
      deps: stack.deps,
      onReady: resolve,
    })
    ended.catch(reject)
  })
  return async () => {
    stop()
    await ended
  }
}

async function certified(): Promise<string> {
  for (const giveUpAt = Date.now() + 40_000; Date.now() < giveUpAt;) {
    const [certificate] = await listCertificates(stack.control, id, 1)
    if (certificate) return certificate.document
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('nothing was certified')
}

test('erases at once after thirty days without a worker, hides meanwhile, and certifies by how much it is late [R35]', async () => {
  await stack.call('school', 'POST', `/v1/schools/${id}/pause`)
  const pupils = await all(stack, 'head', `/v1/schools/${id}/pupils`)
  const leaver: string = pupils[3].id
  await stack.stopWorker()
  const told = await stack.call('school', 'POST', `/v1/schools/${id}/leavers`, { pupilId: leaver })
  expect(await all(stack, 'application', `/v1/schools/${id}/pupils`)).toHaveLength(pupils.length - 1)
  expect(await listCertificates(stack.control, id, 1)).toEqual([])

  now = () => new Date(Date.now() + AWAY_MS)
  const stop = await workerThen()
  const verdict = verifyCertificate(Buffer.from(await certified()), await listSigningKeys(stack.control))
  await stop()
  if (verdict.state !== 'valid') throw new Error(`The certificate is ${verdict.state}.`)
  const { deadline, times, lateBySeconds, receipts } = verdict.certificate
  expect([deadline, receipts.length]).toEqual([told.body.dueAt, 1])
  expect(lateBySeconds).toBe(Math.ceil((Date.parse(times['erased'] ?? '') - Date.parse(deadline)) / 1000))
  expect(lateBySeconds).toBeGreaterThanOrEqual(30 * 86_400)
  expect(lateBySeconds).toBeLessThan(30 * 86_400 + 120)

  const { db } = await stack.deps.schools.open(id)
  const left = await db.selectFrom('subject').select('id').where('kind', '=', 'pupil').execute()
  const stayed: string[] = pupils.map((pupil) => pupil.id).filter((one: string) => one !== leaver)
  expect(left.map((row) => row.id).sort()).toEqual(stayed.sort())
}, 120_000)
