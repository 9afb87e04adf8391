import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listCertificates, listSigningKeys } from '../../db/control/certificate.js'
import { verifyCertificate } from '../../proof/certificate.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { PLANNER, plannerOnWonde } from '../support/planner.js'
import { registerSearchAttributes } from '../support/search-attributes.js'
import { all, makeSimSchool, onboard } from '../support/schools.js'
import { startStack, startWorker } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { timeSkippingServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let id: string
let now: Date

beforeAll(async () => {
  env = await timeSkippingServer()
  await registerSearchAttributes(env, searchAttributeKeys)
  now = new Date(await env.currentTimeMs())
  stack = await startStack({
    env,
    agreements: [plannerOnWonde()],
    clock: () => now,
    simulatorDate: now.toISOString(),
  })
  id = await onboard(stack, await makeSimSchool(stack, { pupils: 60 }), undefined, { agreement: PLANNER })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const DAY_MS = 86_400_000

async function passDays(days: number): Promise<void> {
  await env.sleep(days * DAY_MS)
  now = new Date(await env.currentTimeMs())
}

async function certified(): Promise<string> {
  for (const giveUpAt = Date.now() + 60_000; Date.now() < giveUpAt;) {
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
  // All of them: this server does not skip time while an activity waits for a worker.
  await stack.stopWorker()
  const told = await stack.call('school', 'POST', `/v1/schools/${id}/leavers`, { pupilId: leaver })
  await passDays(31)
  expect(await listCertificates(stack.control, id, 1)).toEqual([])
  expect(await all(stack, 'application', `/v1/schools/${id}/pupils`)).toHaveLength(pupils.length - 1)

  const back = now.getTime()
  const worker = startWorker(stack.deps, env.address, env.namespace ?? 'default')
  await worker.ready
  const verdict = verifyCertificate(Buffer.from(await certified()), await listSigningKeys(stack.control))
  await worker.stop()
  if (verdict.state !== 'valid') throw new Error(`The certificate is ${verdict.state}.`)
  const { deadline, times, lateBySeconds, receipts } = verdict.certificate
  expect([deadline, receipts.length]).toEqual([told.body.dueAt, 1])
  const erased = Date.parse(times['erased'] ?? '')
  expect(lateBySeconds).toBe(Math.ceil((erased - Date.parse(deadline)) / 1000))
  expect(erased - back).toBeLessThan(60_000)
  expect(lateBySeconds).toBeGreaterThanOrEqual(30 * 86_400)

  const { db } = await stack.deps.schools.open(id)
  const left = await db.selectFrom('subject').select('id').where('kind', '=', 'pupil').execute()
  expect(left.map((row) => row.id).sort()).toEqual(
    pupils
      .map((pupil) => pupil.id)
      .filter((one: string) => one !== leaver)
      .sort(),
  )
}, 120_000)
