import { connect } from 'node:net'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Keyring } from '../../vault/keyring/keyring.js'
import { newSchool, problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

const CANARY = 'Zyzzyva-4711'

let api: ApiUnderTest
let school: string
beforeAll(async () => {
  api = await startApi()
  school = await api.register()
})
afterAll(() => api?.stop())

const of = (rest: string) => `/v1/schools/${school}${rest}`

describe('what is not there', () => {
  test.for([
    'nope',
    '%00',
    '%2e%2e%2f',
    "'%20or%201=1",
    '%F0%9F%92%A9',
    'A'.repeat(64),
    'a'.repeat(65),
    'a'.repeat(5_000),
  ])('the id %s names nothing and answers 404, always in the same words', async (id) => {
    const paths = [
      `/v1/schools/${id}`,
      `/v1/schools/${id}/syncs`,
      `/v1/schools/${id}/grant`,
      of(`/syncs/${id}`),
      `/v1/agreements/${id}`,
    ]
    const plain = problemOf(await api.call('operator', 'GET', '/nowhere'))
    for (const path of paths) {
      const answer = await api.call('operator', 'GET', path)
      expect([answer.status, problemOf(answer)]).toEqual([404, plain])
    }
    expect((await api.call('operator', 'POST', `/v1/schools/${id}/pause`)).status).toBe(404)
  })

  test('an address that does not decode answers 400 and is not sent back', async () => {
    const answer = await api.call('operator', 'GET', `/v1/schools/${CANARY}%ZZ`)
    expect([answer.status, problemOf(answer).type]).toEqual([400, 'urn:termkeeper:problem:malformed-request'])
    expect(answer.text).not.toContain(CANARY)
  })
})

describe('a method that an address does not know', () => {
  test.for([
    ['DELETE', '/v1/schools', 'GET, HEAD, POST'],
    ['PUT', '/v1/schools/any', 'GET, HEAD'],
    ['PATCH', '/v1/schools/any/pupils/any', 'GET, HEAD'],
    ['DELETE', '/v1/schools/any/pupils/any', 'GET, HEAD'],
    ['POST', '/v1/schools/any/grant', 'GET, HEAD, PUT'],
    ['GET', '/v1/schools/any/pause/', 'POST'],
    ['OPTIONS', '/v1/schools/any/pause?x=y', 'POST'],
    ['POST', '/health', 'GET, HEAD'],
    ['POST', '/docs/static/index.html', 'GET, HEAD'],
  ] as const)('%s %s answers 405 and what it knows', async ([method, path, allow]) => {
    for (const caller of ['operator', 'application', 'nobody'] as const) {
      const answer = await api.call(caller, method, path, method === 'OPTIONS' || method === 'GET' ? undefined : '{cut')
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow])
      expect(problemOf(answer).type).toBe('urn:termkeeper:problem:method-not-allowed')
    }
  })

  test('TRACE is refused, and nothing is echoed', async () => {
    const answer = await raw(`TRACE /health HTTP/1.1\r\nHost: x\r\nX-Secret: ${CANARY}\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 405 /)
    expect(answer).not.toContain(CANARY)
  })
})

describe('bytes that are no request of HTTP', () => {
  test.for([
    ['two lengths', 'POST /v1/schools HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde', 400],
    [
      'a length and chunks',
      'POST /v1/schools HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['chunks said twice', 'POST /v1/schools HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n', 400],
    ['a space before a colon', `GET /health HTTP/1.1\r\nHost: x\r\nX-A : ${CANARY}\r\n\r\n`, 400],
    ['not HTTP', `${CANARY}\r\n\r\n`, 400],
    ['20 KB of header', `GET /health HTTP/1.1\r\nHost: x\r\nX-A: ${CANARY.repeat(2_000)}\r\n\r\n`, 431],
  ] as const)('%s is refused as a problem, and the connection ends', async ([, text, status]) => {
    const [head = '', body = ''] = (await raw(text)).split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head.toLowerCase()).toContain('content-type: application/problem+json; charset=utf-8')
    expect(head.toLowerCase()).toContain('connection: close')
    expect(JSON.parse(body)).toMatchObject({ status, requestId: expect.any(String) })
    expect(body).not.toContain(CANARY)
  })

  test('a request that takes too long to arrive is not waited for', () => {
    expect(api.app.server.requestTimeout).toBe(30_000)
  })
})

describe('every answer', () => {
  test('bears the headers that keep it from being framed, sniffed, kept or guessed', async () => {
    const paths = [
      '/health',
      '/docs',
      '/openapi.json',
      '/metrics',
      '/v1/schools',
      '/v1/schools/nope',
      '/nowhere',
      '/v1/schools?limit=0',
    ]
    for (const path of paths) {
      const { headers } = await api.call('operator', 'GET', path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('content-type')).toMatch(/; charset=utf-8$/i)
      expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/)
      expect(headers.get('content-security-policy')).toMatch(/base-uri 'none'.*object-src 'none'/)
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(Number(/max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1])).toBeGreaterThanOrEqual(
        31_536_000,
      )
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect([headers.get('server'), headers.get('x-powered-by'), headers.get('access-control-allow-origin')]).toEqual([
        null,
        null,
        null,
      ])
    }
  })

  test('of an error has an id of its own, which nobody outside chooses', async () => {
    const asked = [1, 2].map(() =>
      api.call('operator', 'GET', '/nowhere', undefined, { 'request-id': 'mine', 'x-request-id': 'mine' }),
    )
    const [a, b] = await Promise.all(asked)
    expect(a?.body.requestId).not.toBe(b?.body.requestId)
    expect(a?.text).not.toContain('mine')
  })
})

test('what nobody foresaw answers 500 with an id; answer and log say where, and no value', async () => {
  let logged = ''
  const log = pino(
    new Writable({
      write: (line: Buffer, _encoding, done) => {
        logged += line.toString()
        done()
      },
    }),
  )
  // A database quotes what it was given, on as many lines as it likes.
  const quoting = Object.assign(new Error(`duplicate key: (${CANARY})\nand ${CANARY}`), { code: '23505' })
  const quoteInstead = (keyring: Keyring) => async (of: string) => {
    if (of !== 'platform') throw quoting
    await keyring.makeSchoolKeys(of)
  }
  const broken = await startApi(({ keyring }) => ({
    log,
    keyring: { ...keyring, makeSchoolKeys: quoteInstead(keyring) },
  }))
  try {
    const answer = await broken.call('operator', 'POST', '/v1/schools', newSchool({ name: CANARY }))
    expect([answer.status, problemOf(answer).errors]).toEqual([500, undefined])
    expect(answer.text).not.toMatch(/Zyzzyva|23505|stack|\.ts/)
    for (const trace of [answer.body.requestId, '23505', 'errors.db.test.ts']) expect(logged).toContain(trace)
    expect(logged).not.toMatch(/Zyzzyva|duplicate/)
  } finally {
    await broken.stop()
  }
})

/** What the API answers to these very bytes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1')
    let answer = ''
    socket.on('data', (bytes) => (answer += bytes.toString()))
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
    socket.write(text)
  })
}
