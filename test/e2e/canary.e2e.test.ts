import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { itemCodes } from '../../agreement/items.js'
import { connect } from '../../db/connect.js'
import { textFieldsOfPupil } from '../../simulators/events/settable-fields.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { makeSimSchool, onboard, sync } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf } from '../support/state.js'
import { devServer } from '../support/temporal.js'

const CANARY = 'zzCanary'

let env: TestWorkflowEnvironment
let stack: Stack
let folder: string
const printed: string[] = []
const write = process.stdout.write.bind(process.stdout)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-canary-'))
  process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]) => {
    printed.push(String(chunk))
    return write(chunk, ...rest)
  }
  env = await devServer({ searchAttributes: searchAttributeKeys, dbFilename: join(folder, 'temporal.db') })
  stack = await startStack({ env })
}, 120_000)

afterAll(async () => {
  process.stdout.write = write
  await stack?.stop()
  await env?.teardown()
  await rm(folder, { recursive: true, force: true })
})

test('leaves no value of a pupil in clear in any database, write-ahead log, history or output [R22]', async () => {
  const school = await makeSimSchool(stack, { pupils: 60 })
  const { pupils } = await truthOf(stack, school)
  const canaries = textFieldsOfPupil().map((field) => ({
    do: 'set',
    misId: pupils[0].misId,
    field,
    value: `${CANARY}${field}`,
  }))
  expect((await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: canaries })).status).toBeLessThan(300)
  const everything = itemCodes.filter((code) => !['pupil.lunch'].includes(code))
  const agreed = (await stack.call('operator', 'GET', '/v1/agreements/assessment-portal')).body.items.map(
    ({ code }: { code: string }) => code,
  )
  const id = await onboard(
    stack,
    school,
    everything.filter((code) => agreed.includes(code)),
  )

  // It is there, and can be read by who may.
  const served = (await stack.call('head', 'GET', `/v1/schools/${id}/pupils?limit=500`)).body
  expect(JSON.stringify(served)).toContain(`${CANARY}surname`)
  // A night on which reading fails half-way says nothing either.
  await stack.sim('PUT', '/_sim/faults', { faults: [{ kind: 'wrongTypes', schoolId: school.id, path: '/students' }] })
  expect((await sync(stack, id)).state).toBe('refused')

  await flushed()
  const data = await dataFolder()
  expect(await filesWith(data, CANARY)).toEqual([])
  expect(await filesWith(folder, CANARY)).toEqual([])
  expect(printed.join('')).not.toContain(CANARY)
  // The search itself finds what is there in clear: the school's name.
  expect(await filesWith(data, school.name)).not.toEqual([])
})

async function flushed(): Promise<void> {
  const superuser = connect<unknown>(inject('postgres').superuserUrl, { max: 1, idleMs: 1_000 })
  await sql`checkpoint`.execute(superuser)
  await superuser.destroy()
}

async function dataFolder(): Promise<string> {
  const superuser = connect<unknown>(inject('postgres').superuserUrl, { max: 1, idleMs: 1_000 })
  const { rows } = await sql<{ data_directory: string }>`show data_directory`.execute(superuser)
  await superuser.destroy()
  return rows[0]!.data_directory
}

/** Files below a folder that contain the text, in UTF-8 or as hexadecimal. */
async function filesWith(below: string, text: string): Promise<string[]> {
  const needles = [Buffer.from(text), Buffer.from(Buffer.from(text).toString('hex'))]
  const found: string[] = []
  for (const entry of await readdir(below, { withFileTypes: true })) {
    const path = join(below, entry.name)
    if (entry.isDirectory()) found.push(...(await filesWith(path, text).catch(noneIfGone)))
    if (!entry.isFile()) continue
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    if (needles.some((needle) => bytes.includes(needle))) found.push(path)
  }
  return found
}

/** A folder that went while it was looked for: other test files drop their own databases meanwhile. */
function noneIfGone(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
