import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startPostgres } from '../../local/postgres.js'
import { postgresUser } from '../../local/postgres/postgres-user.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-postgres-'))
  await chmod(folder, 0o755)
})
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

const start = () => startPostgres({ folder, durable: false })

test('keeps what was written over a stop and over a kill -9', async () => {
  const first = await start()
  await query(first.superuserUrl, 'create table kept (at text)', `insert into kept values ('stop')`)
  await first.stop()
  const second = await start()
  await query(second.superuserUrl, `insert into kept values ('kill')`, 'checkpoint')
  process.kill(second.pid, 'SIGKILL')
  const third = await start()
  expect(await query(third.superuserUrl, 'select at from kept order by at')).toEqual([{ at: 'kill' }, { at: 'stop' }])
  await third.stop()
})

test('listens on loopback only, asks for the password, and shows it to nobody else', async () => {
  const postgres = await start()
  const [row] = await query(postgres.superuserUrl, `select current_setting('listen_addresses') as listens`)
  expect(row).toEqual({ listens: '127.0.0.1' })
  const stranger = new URL(postgres.superuserUrl)
  stranger.password = 'guessed'
  await expect(query(stranger.toString(), 'select 1')).rejects.toThrow(/password authentication failed/)
  expect((await stat(join(folder, 'superuser-password'))).mode & 0o777).toBe(0o600)
  await postgres.stop()
})

test('remakes what a kill during initdb left half-made', async () => {
  await mkdir(join(folder, 'making-0a1b2c3d'))
  await writeFile(join(folder, 'making-0a1b2c3d', 'PG_VERSION'), '18\n')
  await (await start()).stop()
  expect(await readdir(folder)).not.toContain('making-0a1b2c3d')
})

test('waits for a server of the last run that is still ending', async () => {
  const last = await start()
  setTimeout(() => void last.stop(), 1_500)
  const next = await start()
  await query(next.superuserUrl, 'select 1')
  await next.stop()
})

test('refuses a data folder of another major version in one sentence', async () => {
  await mkdir(join(folder, 'data'))
  await writeFile(join(folder, 'data', 'PG_VERSION'), '16\n')
  await expect(start()).rejects.toThrow(/was made by Postgres 16, and this is Postgres 18.*npm start -- --fresh/)
})

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('names the folder that the postgres user may not enter, and what to do', async () => {
    await chmod(folder, 0o700)
    const inside = join(folder, 'home', 'postgres')
    await expect(startPostgres({ folder: inside, durable: false })).rejects.toThrow(`chmod o+x ${folder}`)
    await expect(startPostgres({ folder: inside, durable: false })).rejects.toThrow('TERMKEEPER_HOME')
  })

  test('enters a closed folder that belongs to the postgres user', async () => {
    const user = await postgresUser()
    await chown(folder, user!.uid, user!.gid)
    await chmod(folder, 0o700)
    await (await start()).stop()
  })
})

async function query(url: string, ...statements: readonly string[]): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    let rows: unknown[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}
