import { setTimeout as wait } from 'node:timers/promises'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listCertificates, listSigningKeys } from '../../db/control/certificate.js'
import { schoolDatabaseExists } from '../../db/provision/school-database.js'
import { verifyCertificate } from '../../proof/certificate.js'
import { ERASER_NAMESPACE, endSchoolId } from '../../workflows/ending/ids.js'
import { lifecycleId } from '../../workflows/school/ids.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { PLANNER, plannerOnWonde } from '../support/planner.js'
import { makeSimSchool, onboard, sync } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack

beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env, agreements: [plannerOnWonde()] })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const HOUR = 3_600_000
const planner = async () =>
  onboard(stack, await makeSimSchool(stack, { pupils: 60 }), undefined, { agreement: PLANNER })
const terminate = (id: string, body: Record<string, unknown> = {}, role: 'head' | 'operator' = 'head') =>
  stack.call(role, 'POST', `/v1/schools/${id}/termination`, { instructedBy: 'The Head', ...body })
const termination = async (id: string) => (await stack.call('head', 'GET', `/v1/schools/${id}/termination`)).body

/** Every row of a school's database, as text. */
async function rowsOf(id: string): Promise<string> {
  const { db } = await stack.deps.schools.open(id)
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(db)
  const texts = await Promise.all(
    rows
      .filter(({ name }) => !name.startsWith('kysely'))
      .map(async ({ name }) => {
        const all = await sql<{ line: string }>`select t::text as line from ${sql.table(name)} t order by 1`.execute(db)
        return `${name}\n${all.rows.map(({ line }) => line).join('\n')}`
      }),
  )
  return texts.join('\n')
}

async function runsUnder(prefix: string): Promise<number> {
  const { count } = await env.connection.workflowService.countWorkflowExecutions({
    namespace: 'default',
    query: `WorkflowId STARTS_WITH "${prefix}"`,
  })
  return count.toNumber()
}

async function ended(id: string): Promise<void> {
  for (const giveUpAt = Date.now() + 150_000; Date.now() < giveUpAt;) {
    if ((await termination(id)).state === 'ended') return
    await wait(500)
  }
  throw new Error(`the school has not ended: ${JSON.stringify(await termination(id))}`)
}

async function killPostgresSessions(): Promise<void> {
  const client = new pg.Client({ connectionString: stack.databases.databaseUrl })
  await client.connect()
  await client.query(
    // This test's own databases: other test files share the server.
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()
        and (datname = current_database() or datname in (select name from school_database))`,
  )
  await client.end()
}

test('takes a school’s end back while it cools off: readable again, every row as it was, nothing destroyed [R44]', async () => {
  const id = await planner()
  const before = await rowsOf(id)
  expect((await terminate(id)).body).toMatchObject({ state: 'coolingOff', cause: 'early' })
  expect((await stack.call('school', 'GET', `/v1/schools/${id}/pupils`)).status).toBe(409)
  expect((await stack.call('operator', 'POST', `/v1/schools/${id}/syncs`)).status).toBe(409)

  const back = await stack.call('head', 'DELETE', `/v1/schools/${id}/termination`)
  expect([back.status, back.body.state]).toEqual([200, 'takenBack'])
  expect((await stack.call('school', 'GET', `/v1/schools/${id}/pupils`)).status).toBe(200)
  expect(await rowsOf(id)).toBe(before)
  expect((await sync(stack, id)).state).toBe('nothingToDo')
}, 60_000)

test('ends a planner’s school: access cut within 5 s, then keys, database and histories gone, one certificate, the neighbour untouched [R44][R43][R42]', async () => {
  const [id, neighbour] = [await planner(), await planner()]
  const before = await rowsOf(neighbour)
  // Its id begins as the school's does, and goes on.
  await env.client.workflow.start('somebodyElse', {
    workflowId: `${lifecycleId(id)}0/sync/x`,
    taskQueue: 'nobody',
    args: [],
  })

  const asked = Date.now()
  const effectiveAt = new Date(asked - 27 * HOUR).toISOString()
  const answer = await terminate(id, { effectiveAt, reason: 'The letter lay in a tray.' })
  expect(answer.status).toBe(202)
  expect((await stack.call('application', 'GET', `/v1/schools/${id}/pupils`)).status).toBe(409)
  expect((await stack.call('application', 'GET', `/v1/schools/${id}/changes`)).status).toBe(409)
  expect(Date.now() - asked).toBeLessThan(5_000)
  expect(answer.body.deadline).toBe(new Date(Date.parse(effectiveAt) + 48 * HOUR).toISOString())

  // Postgres drops every connection of ours in the middle; what was begun is completed, once.
  await killPostgresSessions()
  await ended(id)

  expect(await stack.deps.keyring.keysLeft(id)).toBe(0)
  expect(await schoolDatabaseExists(stack.control, id)).toBe(false)
  expect([await runsUnder(`${lifecycleId(id)}/`), await runsUnder(`${lifecycleId(id)}0/`)]).toEqual([0, 1])
  expect(await rowsOf(neighbour)).toBe(before)
  expect((await sync(stack, neighbour)).state).toBe('nothingToDo')

  const certificates = await listCertificates(stack.control, id, 10)
  expect(certificates).toHaveLength(1)
  const verdict = verifyCertificate(Buffer.from(certificates[0]!.document), await listSigningKeys(stack.control))
  expect(verdict).toMatchObject({
    state: 'valid',
    certificate: { kind: 'ending', lateBySeconds: 0, school: { id }, instruction: { act: 'terminate' } },
  })
  const held = 'certificate' in verdict ? verdict.certificate.held : []
  expect(held.find(({ kind }) => kind === 'pupil')?.count).toBeGreaterThan(40)

  const feed = await stack.call('application', 'GET', `/v1/schools/${id}/changes`)
  expect(feed.body).toMatchObject({ data: [{ op: 'erased', kind: 'school', recordId: id }], next: null })
  const { seq } = feed.body.data[0]
  expect((await stack.call('application', 'POST', `/v1/schools/${id}/changes/ack`, { upToSeq: seq })).body).toEqual({
    upToSeq: seq,
  })
  expect((await stack.call('head', 'DELETE', `/v1/schools/${id}/termination`)).status).toBe(409)
  expect((await stack.call('head', 'GET', `/v1/schools/${id}`)).body).toMatchObject({ phase: 'ended' })
  const eraser = await env.connection.workflowService.describeWorkflowExecution({
    namespace: ERASER_NAMESPACE,
    execution: { workflowId: endSchoolId(id) },
  })
  expect(eraser.workflowExecutionInfo?.type?.name).toBe('endSchool')
}, 240_000)
