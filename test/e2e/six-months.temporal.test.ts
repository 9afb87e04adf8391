import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { londonDay, startOfLondonDay } from '../../agreement/calendar.js'
import { addPeriod } from '../../agreement/retention/days.js'
import { connect } from '../../db/connect.js'
import type { KeyringDatabase } from '../../vault/keyring/database.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { registerSearchAttributes } from '../support/search-attributes.js'
import { all, makeSimSchool, onboard } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { skipTime } from '../support/skip-time.js'
import { timeSkippingServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let keyring: Kysely<KeyringDatabase>
let id: string
let now: Date

beforeAll(async () => {
  env = await timeSkippingServer()
  await registerSearchAttributes(env, searchAttributeKeys)
  now = new Date(await env.currentTimeMs())
  stack = await startStack({ env, clock: () => now, simulatorDate: now.toISOString() })
  keyring = connect(stack.databases.keyringUrl)
  id = await onboard(stack, await makeSimSchool(stack, { pupils: 60 }))
}, 120_000)

afterAll(async () => {
  await keyring?.destroy()
  await stack?.stop()
  await env?.teardown()
})

async function passUntil(instant: Date): Promise<void> {
  const left = instant.getTime() - (await env.currentTimeMs())
  now = await skipTime(env, stack, Math.max(left, 0))
}

/** Every row of every table of a database, as text under the table's name. */
async function everyRow<Database>(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(db)
  const texts = await Promise.all(
    rows.map(async ({ name }) => {
      const all = await sql<{ line: string }>`select t::text as line from ${sql.table(name)} t order by 1`.execute(db)
      return all.rows.map(({ line }) => `${name} ${line}`)
    }),
  )
  return texts.flat()
}

const rowsOfSchool = async () => everyRow((await stack.deps.schools.open(id)).db)
const naming = (rows: readonly string[], text: string) => rows.filter((row) => row.includes(text))
const keysOf = (subject: string) => keyring.selectFrom('key').selectAll().where('subject_id', '=', subject).execute()
const epoch = () => readFile(join(stack.databases.epochs, `${id}.epoch`))
const DAY_MS = 86_400_000

// What an erasure writes names nobody. Dates of the others are no data of theirs, and one of them may have begun in half a year.
const written = /^(tombstone|erasure_line|timer) /
const ofOthers = (rows: readonly string[], leaver: string) =>
  rows.filter((row) => !row.includes(leaver) && !written.test(row))

interface PupilView {
  readonly id: string
  readonly items: Readonly<Record<string, unknown>>
}

const groupsOf = ({ items }: PupilView): readonly string[] =>
  ['pupil.groups', 'pupil.classes'].flatMap((code) => groupIds.parse(items[code]).map(({ groupId }) => groupId))
const groupIds = z.array(z.object({ groupId: z.string() }))

/** Somebody who leaves nobody alone in a group: its name would be sealed for the one who is left, and that is a row of another's. */
function amongOthers(pupils: readonly PupilView[]): PupilView {
  const sizes = new Map<string, number>()
  for (const group of pupils.flatMap(groupsOf)) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  const found = pupils.find((pupil) => groupsOf(pupil).every((group) => (sizes.get(group) ?? 0) > 2))
  if (!found) throw new Error('Everybody here is one of two in some group.')
  return found
}

test('a second before six months are over no store has anything of the pupil, and of the others every byte is as it was [R14][R17]', async () => {
  const pupils = await all(stack, 'head', `/v1/schools/${id}/pupils`)
  const leaver = amongOthers(pupils).id
  // Stopped, so that nothing but time changes anything; what is due goes all the same.
  await stack.call('school', 'POST', `/v1/schools/${id}/pause`)
  const told = await stack.call('school', 'POST', `/v1/schools/${id}/leavers`, { pupilId: leaver })
  const dueAt = new Date(told.body.dueAt)
  expect(dueAt).toEqual(startOfLondonDay(addPeriod(londonDay(now), 'P6M')))
  const [rowsBefore, keysBefore, epochBefore] = [await rowsOfSchool(), await keysOf(leaver), await epoch()]
  expect(naming(rowsBefore, leaver).length).toBeGreaterThan(5)
  expect(keysBefore.length).toBeGreaterThan(0)

  await passUntil(new Date(dueAt.getTime() - 8 * DAY_MS))
  expect(await rowsOfSchool()).toEqual(rowsBefore)
  expect(await keysOf(leaver)).toEqual(keysBefore)

  await passUntil(new Date(dueAt.getTime() - 1_000))
  const rows = await rowsOfSchool()
  expect(naming(rows, leaver)).toEqual([expect.stringMatching(/^change .*,erased,pupil,/)])
  expect(await keysOf(leaver)).toEqual([])
  const ids = keysBefore.map((key) => key.id)
  expect((await stack.deps.keyring.openKeys(id, ids)).size).toBe(0)
  expect(naming(await everyRow(stack.control), leaver)).toEqual([])
  expect((await epoch()).equals(epochBefore)).toBe(false)

  expect(ofOthers(rows, leaver)).toEqual(ofOthers(rowsBefore, leaver))
  const other = pupils.find((pupil) => pupil.id !== leaver)
  const open = await stack.call('head', 'GET', `/v1/schools/${id}/pupils/${other.id}`)
  expect(open.body).toEqual(other)

  await passUntil(dueAt)
  const { db } = await stack.deps.schools.open(id)
  const past = await sql<{ count: number }>`select count(*)::int as count from timer where due_at <= ${now}`.execute(db)
  expect(past.rows).toEqual([{ count: 0 }])
}, 120_000)
