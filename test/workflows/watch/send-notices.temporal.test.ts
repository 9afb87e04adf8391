import { Client } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedAgreements } from '../../../agreement/shipped.js'
import { publishAgreements } from '../../../db/control/agreement-version.js'
import { dataConverter } from '../../../vault/codec/data-converter.js'
import { SCHOOLS_QUEUE } from '../../../workflows/task-queues.js'
import { searchAttributeKeys } from '../../../workflows/search-attributes.js'
import { NOTICES_SCHEDULE } from '../../../workflows/watch/ids.js'
import { makeSimSchool, onboard } from '../../support/schools.js'
import { startStack } from '../../support/stack.js'
import type { Stack } from '../../support/stack.js'
import { devServer } from '../../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

test('what a schedule starts each minute finds a version that waits for the school, and keeps the notice while no server is named [R59]', async () => {
  await onboard(stack, await makeSimSchool(stack, { pupils: 60 }))
  const [portal] = shippedAgreements()
  await publishAgreements(stack.control, [
    { ...portal!, version: 2, purposes: [...portal!.purposes, 'Something more'] },
  ])
  const { workflow } = new Client({
    connection: env.connection,
    namespace: env.namespace ?? 'default',
    dataConverter: dataConverter(stack.deps.codecKeys),
  })
  const look = () =>
    workflow.execute('sendNotices', { workflowId: NOTICES_SCHEDULE, taskQueue: SCHOOLS_QUEUE, args: [] })
  expect([await look(), await look()]).toEqual([0, 0])
  const waiting = await stack.control.selectFrom('notice').select('kind').where('sent_at', 'is', null).execute()
  expect(waiting.filter(({ kind }) => kind === 'versionToAccept')).toHaveLength(1)
})
