import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shippedAgreements } from '../../agreement/shipped.js'
import { tidySchool } from '../../activities/watch/tidy-school.js'
import { LARGEST_PACKAGE } from '../../connectors/oneroster/settings.js'
import { connect } from '../../db/connect.js'
import { findSchool } from '../../db/control/school.js'
import { destroyReadUploads, keepUpload, openNewestUpload } from '../../db/school/upload.js'
import type { KeyringDatabase } from '../../vault/keyring/database.js'
import { sealedUnder } from '../../vault/sealing.js'
import type { buildDependencies } from '../../workers/dependencies.js'
import { zip } from '../../simulators/oneroster/csv/zip.js'
import { packed, whole } from '../connectors/oneroster/support/package.js'
import type { Change } from '../connectors/oneroster/support/package.js'
import { plannerOn } from '../support/planner.js'
import { problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

const NOW = new Date('2026-11-24T12:00:00Z')
const HOUR_MS = 3_600_000

let api: ApiUnderTest
let built: Awaited<ReturnType<typeof buildDependencies>>
let keyring: ReturnType<typeof connect<KeyringDatabase>>
let school: string
beforeAll(async () => {
  const replace = (deps: typeof built) => {
    built = deps
    return { clock: () => NOW }
  }
  api = await startApi(replace, [...shippedAgreements(), plannerOn('oneroster')])
  keyring = connect<KeyringDatabase>(api.keyringUrl)
  school = await fedByUploads()
})
afterAll(async () => {
  await keyring?.destroy()
  await api?.stop()
})

const source = { connector: 'oneroster', format: 'csv', version: '1.2', schoolId: 'o1', baseUrl: 'upload:' }
const registered = () => api.register(['school', 'head'], { agreement: 'planner-on-oneroster', source })

/** A school that is read from uploads, with its database, and no run open: nobody runs one here. */
async function fedByUploads(): Promise<string> {
  const id = await registered()
  await api.provision(id)
  await api.accept(id)
  await built.control.updateTable('run').set({ state: 'nothingToDo' }).where('school_id', '=', id).execute()
  return id
}
const upload = (to: string, body: unknown, headers: Record<string, string> = {}) =>
  api.call('school', 'POST', `/v1/schools/${to}/uploads`, body, headers)
const rowsOf = async (id: string) =>
  (await built.schools.open(id)).db.selectFrom('upload').selectAll().orderBy('received_at').orderBy('part').execute()
const keysOf = async (id: string) =>
  keyring.selectFrom('key').selectAll().where('school_id', '=', id).where('part', '=', 'upload').execute()
const actsOf = async (id: string) =>
  (await built.control.selectFrom('instruction').select('act').where('school_id', '=', id).execute()).map(
    ({ act }) => act,
  )

describe('a file that is uploaded', () => {
  test('lies sealed in the school’s own database, and the run that reads it is open and rung for', async () => {
    const answer = await upload(school, packed())
    expect(answer.status).toBe(202)
    const { body: run } = await api.call('operator', 'GET', `/v1/schools/${school}/syncs/${answer.body.runId}`)
    expect([run.state, run.trigger, api.rung.at(-1)]).toEqual(['running', 'manual', school])
    expect((await actsOf(school)).at(-1)).toBe('upload')
    const rows = await rowsOf(school)
    expect(rows).toHaveLength(1)
    for (const word of ['PK\x03\x04', 'Secret', 'users.csv'])
      expect(Buffer.concat(rows.map(({ sealed }) => sealed)).includes(word)).toBe(false)
    expect(await openNewestUpload(built, school)).toEqual(packed())
  })

  test('is taken once, however often it is sent under one Idempotency-Key', async () => {
    const [id, key] = [await fedByUploads(), { 'idempotency-key': randomUUID() }]
    const first = await upload(id, packed(), key)
    const again = await upload(id, packed(), key)
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([202, first.body, 'true'])
    expect([await rowsOf(id), (await actsOf(id)).filter((act) => act === 'upload')].map((of) => of.length)).toEqual([
      1, 1,
    ])
    const other = await upload(id, packed({ 'demographics.csv': null }), key)
    expect([other.status, problemOf(other).type]).toEqual([422, 'urn:termkeeper:problem:key-reused'])
  })

  test('is refused where nothing may be read, or nothing is read from files', async () => {
    const unaccepted = await registered()
    const unprovisioned = await registered()
    await api.accept(unprovisioned)
    const wonde = await api.register()
    await api.provision(wonde)
    await api.accept(wonde)
    const paused = await fedByUploads()
    await api.call('head', 'POST', `/v1/schools/${paused}/pause`)
    for (const id of [unaccepted, unprovisioned, wonde, paused]) expect((await upload(id, packed())).status).toBe(409)
    expect([await rowsOf(wonde), await rowsOf(paused), await keysOf(paused)]).toEqual([[], [], []])
  })
})

describe('a file that no run could read', () => {
  const users = whole['users.csv'] ?? ''
  test.for<[string, Change, object]>([
    ['no manifest', { 'manifest.csv': null }, { code: 'not_in_the_package', file: 'manifest.csv' }],
    [
      'a file of changes',
      { 'manifest.csv': 'propertyName,value\noneroster.version,1.2\n"file.\nx",bulk\nfile.users,delta\n' },
      {
        ...{ code: 'delta', file: 'manifest.csv', line: 5, column: 2, name: 'value' },
        advice: expect.stringContaining('send one in which every file is bulk'),
      },
    ],
    [
      'a wrong header',
      { 'users.csv': users.replace('givenName', 'Secret') },
      { code: 'missing_column', file: 'users.csv', line: 1, name: 'givenName' },
    ],
    [
      'another school',
      { 'orgs.csv': 'sourcedId,name,type\nSecret,Secret,school\n' },
      { code: 'not_the_bound_school', file: 'orgs.csv', name: 'sourcedId' },
    ],
  ])('with %s answers 422 by file, line and column, without what stands there', async ([, change, fault]) => {
    const before = await rowsOf(school)
    const answer = await upload(school, packed(change))
    expect([answer.status, problemOf(answer).errors]).toEqual([
      422,
      [expect.objectContaining({ path: 'body', ...fault })],
    ])
    expect(answer.text).not.toContain('Secret')
    expect(await rowsOf(school)).toEqual(before)
  })

  test.for<[string, Buffer, string]>([
    ['no zip', Buffer.from('<html>Secret'), 'no_zip_or_one_that_was_cut_short'],
    ['an empty body', Buffer.alloc(0), 'no_zip_or_one_that_was_cut_short'],
    ['a path trick', zip([{ name: '../users.csv', content: Buffer.from('x') }]), 'a_name_that_leaves_its_place'],
    ['a bomb', zip([{ name: 'manifest.csv', content: Buffer.alloc(8 * 1_048_576) }]), 'packed_beyond_reason'],
  ])('for it is %s answers 422 before anything is kept', async ([, bytes, code]) => {
    const answer = await upload(school, bytes)
    expect([answer.status, problemOf(answer).errors]).toEqual([422, [{ path: 'body', code }]])
  })

  test('for it came as a form, as JSON, or not at all is told how to send it', async () => {
    for (const type of ['multipart/form-data; boundary=x', 'application/json', 'text/csv']) {
      const answer = await upload(school, packed(), { 'content-type': type })
      expect([answer.status, problemOf(answer).detail]).toEqual([415, 'Send the zip itself, as application/zip.'])
    }
    const none = await upload(school, undefined)
    expect([none.status, problemOf(none).errors]).toEqual([422, [{ path: 'body', code: 'missing' }]])
  })

  test('for it is larger than any answers 413 before it has come', async () => {
    const { hostname, port } = new URL(api.url)
    const headers = {
      authorization: `Bearer ${api.token('school')}`,
      'content-type': 'application/zip',
      'content-length': LARGEST_PACKAGE + 1,
    }
    const asking = request({ hostname, port, method: 'POST', path: `/v1/schools/${school}/uploads`, headers })
    asking.write('PK')
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(413)
    asking.on('error', () => undefined).destroy()
  })
})

describe('what was kept', () => {
  const keep = (id: string, bytes: Buffer, hoursAgo: number) =>
    keepUpload(built, id, { id: randomUUID(), bytes, receivedAt: new Date(NOW.getTime() - hoursAgo * HOUR_MS) })

  test('comes back byte for byte from many parts, the newest alone', async () => {
    const [id, large] = [await fedByUploads(), randomBytes(9 * 1_048_576)]
    await keep(id, large, 1)
    await keep(id, Buffer.from('older'), 2)
    expect((await openNewestUpload(built, id))?.equals(large)).toBe(true)
  })

  test('is destroyed once it was read, with all before it and key first; what came meanwhile stays, and no copy opens', async () => {
    const id = await fedByUploads()
    await keep(id, Buffer.from('older'), 3)
    await keep(id, Buffer.from('read'), 2)
    await openNewestUpload(built, id)
    await keep(id, Buffer.from('came meanwhile'), 1)
    const [rows, keys] = [await rowsOf(id), await keysOf(id)]
    await expect(
      destroyReadUploads(
        { ...built, keyring: { ...built.keyring, destroySubjects: () => Promise.reject(new Error('killed')) } },
        id,
      ),
    ).rejects.toThrow('killed')
    expect(await rowsOf(id)).toEqual(rows)

    await destroyReadUploads(built, id)
    expect((await openNewestUpload(built, id))?.toString()).toBe('came meanwhile')
    const [left, ...more] = await rowsOf(id)
    expect([left?.id, more, await keysOf(id)]).toEqual([
      rows[2]?.id,
      [],
      [expect.objectContaining({ subject_id: rows[2]?.id })],
    ])
    // A copy of rows and keys from before, put back beside the epochs of today.
    const gone = keys.filter(({ subject_id }) => subject_id !== left?.id)
    await keyring.insertInto('key').values(gone).execute()
    const named = rows.slice(0, 2).map(({ sealed }) => sealedUnder(sealed))
    expect([gone.length, await built.keyring.openKeys(id, named)]).toEqual([2, new Map()])
  })

  test('and was never read goes after a day, key first; what is younger stays', async () => {
    const id = await fedByUploads()
    await keep(id, Buffer.from('old'), 25)
    await keep(id, Buffer.from('young'), 23)
    const tidied = await findSchool(built.control, id)
    if (!tidied) throw new Error('the school is not there')
    await tidySchool(built, tidied, NOW)
    expect([(await rowsOf(id)).length, (await keysOf(id)).length]).toEqual([1, 1])
    expect((await openNewestUpload(built, id))?.toString()).toBe('young')
  })
})
