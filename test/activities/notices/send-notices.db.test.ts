import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MockActivityEnvironment } from '@temporalio/testing'
import type { Kysely } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPost } from '../../../activities/notices/post.js'
import type { Post } from '../../../activities/notices/post.js'
import { sendActivities } from '../../../activities/notices/send-notices.js'
import { connect } from '../../../db/connect.js'
import type { ControlDatabase } from '../../../db/control/database.js'
import { queueNotice, unsentNotices } from '../../../db/control/notice.js'
import type { Addressee } from '../../../db/control/notice.js'
import { insertSchool } from '../../db/insert-school.js'
import { freshDatabases } from '../../support/databases.js'
import type { FreshDatabases } from '../../support/databases.js'
import { startMailServer } from './mail-server.js'
import type { MailServer } from './mail-server.js'

let databases: FreshDatabases
let control: Kysely<ControlDatabase>
let server: MailServer
let school: string
beforeAll(async () => {
  databases = await freshDatabases()
  control = connect(databases.databaseUrl)
})
afterAll(async () => {
  await control?.destroy()
  await databases?.drop()
})
beforeEach(async () => {
  await control.deleteFrom('notice').execute()
  school = await insertSchool(control)
  server = await startMailServer()
})
afterEach(() => server.stop())

const start = Date.parse('2026-11-24T09:00:00Z')
const minutes = (count: number) => new Date(start + count * 60_000)
const facts = { agreement: 'assessment-portal', version: 2, changes: ['Ethnicity: new.'] }

const queue = (once: string, to: Addressee = 'main', of = school) =>
  control
    .transaction()
    .execute((trx) => queueNotice(trx, { school: of, to, kind: 'versionToAccept', facts, at: minutes(0), once }))
const sendAt = (at: Date, post: Post | undefined = openPost(server.url)) =>
  new MockActivityEnvironment().run(() => sendActivities({ control, post }).sendNotices({ at: at.toISOString() }))
const ids = () => server.arrived.map(({ raw }) => /^Message-ID: (\S+)/m.exec(raw)?.[1])
const troubles = async () =>
  (await control.selectFrom('notice').select(['trouble', 'try_at']).orderBy('number').execute()).map(
    ({ trouble, try_at }) => [trouble, (try_at.getTime() - start) / 60_000],
  )

test('the main contact is written to, by office and without anybody’s name [R59][R53]', async () => {
  await queue('a')
  expect(await sendAt(minutes(1))).toBe(1)
  const [letter] = server.arrived
  expect(letter?.to).toEqual(['main@school.test'])
  expect(letter?.raw).toMatch(/^From: Termkeeper <termkeeper@vendor.test>/m)
  expect(letter?.raw).toContain('Auto-Submitted: auto-generated')
  expect(letter?.raw).toContain('To the main contact of A School')
  expect(letter?.raw).toContain('Ethnicity: new.')
  expect(letter?.raw).not.toContain('Main Contact')
  expect(await sendAt(minutes(60))).toBe(0)
  expect(await unsentNotices(control)).toEqual({ waiting: 0, since: null })
})

test('what concerns the operator goes to the vendor’s own address', async () => {
  await queue('a', 'processor')
  await sendAt(minutes(1))
  expect(server.arrived.map(({ to }) => to)).toEqual([['termkeeper@vendor.test']])
})

test('the same occasion is told once, another one beside it', async () => {
  expect([await queue('a'), await queue('a'), await queue('b')]).toEqual([true, false, true])
  expect(await sendAt(minutes(1))).toBe(2)
})

test('a notice whose transaction is undone is never sent', async () => {
  const undone = control.transaction().execute(async (trx) => {
    await queueNotice(trx, { school, to: 'main', kind: 'versionToAccept', facts, at: minutes(0) })
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect([await sendAt(minutes(1)), server.arrived]).toEqual([0, []])
})

test('a letter that the server took before a crash goes out again under the same Message-ID', async () => {
  await queue('a')
  const post = openPost(server.url)
  const crashing: Post = {
    ...post,
    send: async (letter) => {
      await post.send(letter)
      throw new Error('killed')
    },
  }
  expect(await sendAt(minutes(0), crashing)).toBe(0)
  expect(await sendAt(minutes(2))).toBe(1)
  expect(ids()).toHaveLength(2)
  expect(new Set(ids()).size).toBe(1)
})

test('two senders at once send each letter once', async () => {
  for (const once of ['a', 'b', 'c', 'd', 'e', 'f']) await queue(once)
  const sent = await Promise.all([sendAt(minutes(1)), sendAt(minutes(1)), sendAt(minutes(1))])
  expect(sent.reduce((sum: number, one) => sum + Number(one), 0)).toBe(6)
  expect(new Set(ids()).size).toBe(6)
  expect(server.arrived).toHaveLength(6)
})

test('a server that is away is tried after 1, 2, 4 … minutes and at most an hour, and then takes it', async () => {
  await queue('a')
  const away = openPost('smtp://127.0.0.1:1/?from=termkeeper@vendor.test')
  for (const [at, next] of [
    [0, 1],
    [1, 3],
    [3, 7],
    [7, 15],
  ] as const) {
    // prettier-ignore
    expect(await sendAt(minutes(at), away)).toBe(0)
    expect(await troubles()).toEqual([['unreachable', next]])
  }
  await control.updateTable('notice').set({ attempts: 500 }).execute()
  await sendAt(minutes(15), away)
  expect(await troubles()).toEqual([['unreachable', 75]])
  expect(await unsentNotices(control)).toEqual({ waiting: 1, since: minutes(0) })
  expect(await sendAt(minutes(75))).toBe(1)
})

test('an address that is refused for good waits a day and keeps none of the server’s words; one refused for now, a minute', async () => {
  await queue('a')
  server.answer(550)
  await sendAt(minutes(0))
  expect(await troubles()).toEqual([['refused', 24 * 60]])
  await queue('b')
  server.answer(451)
  await sendAt(minutes(0))
  expect(await troubles()).toEqual([
    ['refused', 24 * 60],
    ['unreachable', 1],
  ])
  server.answer(null)
  expect(await sendAt(minutes(24 * 60))).toBe(2)
  expect(JSON.stringify(await control.selectFrom('notice').selectAll().execute())).not.toContain('school.test')
})

test('a school that is no longer there holds up nobody else’s letter', async () => {
  await queue('a', 'main', 'a-school-that-ended')
  await queue('b')
  expect(await sendAt(minutes(1))).toBe(1)
  expect((await troubles()).map(([trouble]) => trouble)).toEqual(['nobody', null])
})

test('without a server notices wait', async () => {
  await queue('a')
  expect(
    await new MockActivityEnvironment().run(() =>
      sendActivities({ control, post: undefined }).sendNotices({ at: minutes(1).toISOString() }),
    ),
  ).toBe(0)
  expect(await sendAt(minutes(2))).toBe(1)
})

test('a folder takes letters as .eml files, one a letter however often it is sent', async () => {
  await queue('a')
  const folder = await mkdtemp(join(tmpdir(), 'termkeeper-notices-'))
  try {
    const post = openPost(pathToFileURL(join(folder, 'notices here')).href)
    await sendAt(minutes(1), post)
    await control.updateTable('notice').set({ sent_at: null }).execute()
    await sendAt(minutes(1), post)
    const [file = '', ...others] = await readdir(join(folder, 'notices here'))
    expect([file.endsWith('.eml'), others]).toEqual([true, []])
    expect(await readFile(join(folder, 'notices here', file), 'utf8')).toMatch(/^To: main@school.test\r$/m)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
