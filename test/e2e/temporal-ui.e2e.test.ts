import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { chromium as browsers } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../local/ports.js'
import { startCodecServer } from '../../vault/codec/codec-server.js'
import { schoolCodec } from '../../vault/codec/school-codec.js'
import { lifecycleId } from '../../workflows/school/ids.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { makeSimSchool, onboard } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let browser: Browser
let school: SimSchool
let id: string
let ui: string
let codec: Awaited<ReturnType<typeof startCodecServer>>

beforeAll(async () => {
  const [uiPort, codecPort] = [await freePort(), await freePort()]
  ui = `http://127.0.0.1:${uiPort}`
  const extraArgs = ['--ui-codec-endpoint', `http://127.0.0.1:${codecPort}`]
  env = await devServer({ searchAttributes: searchAttributeKeys, ui: true, uiPort, extraArgs })
  stack = await startStack({ env })
  codec = await startCodecServer({
    codec: schoolCodec(stack.deps.codecKeys),
    host: '127.0.0.1',
    port: codecPort,
    origins: [ui],
  })
  school = await makeSimSchool(stack, { pupils: 60, name: 'Thistledown Primary School' })
  id = await onboard(stack, school)
  browser = await browsers.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: true,
  })
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await codec?.stop()
  await stack?.stop()
  await env?.teardown()
})

test('tells in Temporal’s UI how a school stands without an event being opened', { timeout: 120_000 }, async () => {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } })
  const { workflowExecutionInfo } = await env.client.workflow.workflowService.describeWorkflowExecution({
    namespace: env.namespace ?? 'default',
    execution: { workflowId: lifecycleId(id) },
  })
  const runId = workflowExecutionInfo?.execution?.runId
  await page.goto(`${ui}/namespaces/default/workflows/${encodeURIComponent(lifecycleId(id))}/${runId}/user-metadata`)
  await expect.poll(() => textOf(page), { timeout: 60_000, interval: 500 }).toMatch(/Last outcome: applied/)
  await picture(page, 'details')
  const shown = await textOf(page)
  expect(shown).toContain('Thistledown Primary School')
  expect(shown).toMatch(/Phase: active/)
  expect(shown).toMatch(/Next sync: 2\d{3}-\d\d-\d\dT/)
})

/** The UI shows Markdown in frames of its own. */
async function textOf(page: Page): Promise<string> {
  const texts = await Promise.all(
    page.frames().map((frame) =>
      frame
        .locator('body')
        .innerText()
        .catch(() => ''),
    ),
  )
  return texts.join('\n')
}

/** Kept where TERMKEEPER_PICTURES says, for somebody to look at. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['TERMKEEPER_PICTURES']
  if (folder) await page.screenshot({ path: join(folder, `temporal-${name}.png`) })
}
