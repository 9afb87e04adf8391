import type { PayloadCodec } from '@temporalio/common'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCodecServer } from '../../../vault/codec/codec-server.js'
import type { RunningCodecServer } from '../../../vault/codec/codec-server.js'
import { KeyDestroyed } from '../../../vault/key-destroyed.js'
import { SealBroken } from '../../../vault/sealing.js'

const PAGE = 'http://127.0.0.1:8233'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const payload = (data: string) => ({ metadata: { encoding: base64('binary/encrypted') }, data: base64(data) })
const readable = (text: string) => ({
  metadata: { encoding: base64('json/plain') },
  data: base64(JSON.stringify(text)),
})

/** Opens everything but what names a misfortune. */
const codec: PayloadCodec = {
  encode: async (payloads) => payloads,
  decode: async (payloads) =>
    payloads.map(({ data }) => {
      const text = Buffer.from(data ?? []).toString()
      if (text === 'destroyed') throw new KeyDestroyed()
      if (text === 'altered') throw new SealBroken()
      if (text === 'unreachable') throw new Error('connect ECONNREFUSED 10.0.0.7:5432')
      return { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(text)) }
    }),
}

let server: RunningCodecServer
beforeAll(async () => {
  server = await startCodecServer({ codec, host: '127.0.0.1', port: 0, origins: [PAGE] })
})
afterAll(() => server.stop())

const ask = (path: string, body: string | undefined, headers: Record<string, string> = {}, method = 'POST') =>
  fetch(`http://127.0.0.1:${server.port}${path}`, { method, headers, ...(body !== undefined && { body }) })
const decode = (...data: string[]) => ask('/decode', JSON.stringify({ payloads: data.map(payload) }), { origin: PAGE })

test('opens payloads, and says of one that cannot be opened why, without spoiling the others', async () => {
  const answer = await decode('one', 'destroyed', 'two', 'altered')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.json()).toEqual({
    payloads: [
      readable('one'),
      readable('The key of this payload was destroyed; nobody can open it.'),
      readable('two'),
      readable('This payload was altered, or was not sealed by this system.'),
    ],
  })
})

test('says that it cannot answer now when the keyring is out of reach, and not where the keyring is', async () => {
  const answer = await decode('one', 'unreachable')
  expect(answer.status).toBe(503)
  expect(await answer.text()).toBe('')
})

test('lets the pages ask that may, with the headers that Temporal sends', async () => {
  const asked = await ask('/decode', undefined, { origin: PAGE, 'access-control-request-method': 'POST' }, 'OPTIONS')
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe(PAGE)
  for (const header of ['content-type', 'x-namespace', 'authorization'])
    expect(asked.headers.get('access-control-allow-headers')).toContain(header)
  expect((await decode('one')).headers.get('access-control-allow-origin')).toBe(PAGE)
})

test('opens nothing for a page of another origin', async () => {
  const answer = await ask('/decode', JSON.stringify({ payloads: [payload('one')] }), { origin: 'http://evil.example' })
  expect(answer.status).toBe(403)
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  expect(await answer.text()).toBe('')
})

test.for([
  ['another path', '/encode', '{"payloads":[]}', 404],
  ['no JSON', '/decode', '{', 400],
  ['another shape', '/decode', '{"payloads":[{"data":1}]}', 400],
  ['an empty body', '/decode', '', 400],
  ['more than 4 MB', '/decode', JSON.stringify({ payloads: [payload('x'.repeat(4 * 1024 * 1024))] }), 413],
] as const)('refuses %s', async ([, path, body, status]) => {
  expect((await ask(path, body)).status).toBe(status)
  expect((await decode('still')).status).toBe(200)
})

test('answers 404 to whoever only looks', async () => {
  expect((await ask('/decode', undefined, {}, 'GET')).status).toBe(404)
})
