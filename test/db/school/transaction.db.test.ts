import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, openPool } from '../../../db/connect.js'
import type { ControlDatabase } from '../../../db/control/database.js'
import { databaseName, provisionSchoolDatabase } from '../../../db/provision/school-database.js'
import { withDatabase } from '../../../db/provision/template.js'
import { schoolTransaction } from '../../../db/school/transaction.js'
import type { CopyRow } from '../../../db/school/transaction.js'
import { freshDatabases } from '../../support/databases.js'
import { insertSchool } from '../insert-school.js'

let databases: Awaited<ReturnType<typeof freshDatabases>>
let control: ReturnType<typeof connect<ControlDatabase>>
let pool: pg.Pool

beforeAll(async () => {
  databases = await freshDatabases()
  control = connect<ControlDatabase>(databases.databaseUrl)
  const school = await insertSchool(control)
  await provisionSchoolDatabase(control, school, 'a-password-of-one-test')
  const url = new URL(withDatabase(databases.databaseUrl, databaseName(school)))
  // One connection: whoever left it unusable is met by the next.
  pool = openPool(url.toString(), { max: 1, idleMs: 60_000 })
})
afterAll(async () => {
  await pool?.end()
  await control.destroy()
  await databases.drop()
})

const columns = ['reader', 'up_to_seq', 'at']
const row = (reader: string, seq: string): CopyRow => [reader, seq, new Date('2026-11-01T12:00:00Z')]
const held = async () =>
  (await pool.query('select reader from acknowledgement order by 1')).rows.map(({ reader }) => reader)

/** More rows than Postgres is sent at once, and then one that cannot be made. */
function* breakingOff(): Iterable<CopyRow> {
  for (let made = 0; made < 1_000; made += 1) yield row(randomUUID(), String(made))
  throw new Error('this one cannot be sealed')
}

test('writes rows that are made while others are written, all of them, and none where there are none', async () => {
  await schoolTransaction(pool, async (trx) => {
    await trx.copy('acknowledgement', columns, [])
    await trx.copy('acknowledgement', columns, [row('a', '1'), row('b\tc\\n', '2')].values())
  })
  expect(await held()).toEqual(['a', 'b\tc\\n'])
})

test.for([
  ['cannot be made', () => breakingOff(), 'this one cannot be sealed'],
  [
    'Postgres does not take',
    () => Array.from({ length: 1_000 }, (_, at) => row(`r${at}`, at < 500 ? '1' : 'x')),
    'bigint',
  ],
] as const)(
  'keeps nothing of rows of which one %s, says why, and goes on with the same connection',
  async ([, rows, said]) => {
    const before = await held()
    const write = schoolTransaction(pool, (trx) => trx.copy('acknowledgement', columns, rows()))
    await expect(write).rejects.toThrow(said)
    expect(await held()).toEqual(before)
  },
)

/** More than Postgres takes before it is told to end. */
function* goingOn(): Iterable<CopyRow> {
  for (let made = 0; made < 200_000; made += 1) yield row(`reader ${made}`, String(made))
}

test('fails, and only that, where the connection is lost in the middle of many rows, and goes on with another one', async () => {
  const before = await held()
  const [{ pid }] = (await pool.query('select pg_backend_pid() as pid')).rows
  const write = schoolTransaction(pool, (trx) => trx.copy('acknowledgement', columns, goingOn()))
  const lost = sql`select pg_terminate_backend(${pid}::int)`.execute(control)
  await expect(write).rejects.toThrow(/terminat|connection/i)
  await lost
  expect(await held()).toEqual(before)
})
