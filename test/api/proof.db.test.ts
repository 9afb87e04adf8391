import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chainEnd } from '../../db/control/audit.js'
import { chainFault } from '../../proof/audit-chain.js'
import { verifyCertificate } from '../../proof/certificate.js'
import { readKeySet } from '../../proof/public-keys.js'
import { aSigner, certify } from '../proof/a-certificate.js'
import { newSchool, problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

let api: ApiUnderTest
let school: string
let anothers: string
const [old, present] = [aSigner(), aSigner()]
let document: string

beforeAll(async () => {
  api = await startApi()
  school = await api.register()
  anothers = await api.register([])
  const about = { school: { id: school, name: 'Quillhaven School' } }
  for (const id of ['first', 'second']) await certify(api.deps.control, { id, ...about }, old)
  document = await certify(api.deps.control, { id: 'third', ...about, lateBySeconds: 60 }, present)
  await certify(api.deps.control, { id: 'anothers', school: { id: anothers, name: 'Another School' } }, present)
})
afterAll(() => api?.stop())

describe('GET /v1/keys', () => {
  test('gives anybody every key that ever signed, and nothing secret, in a form that certificates are checked with', async () => {
    const { status, body, text } = await api.call('nobody', 'GET', '/v1/keys')
    expect(status).toBe(200)
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
    expect(text).not.toContain('"d"')
    const keys = readKeySet(body) ?? []
    // The worker's own key is known before it has signed anything.
    expect(keys).toHaveLength(3)
    for (const id of ['first', 'third']) {
      const certificate = await api.call('head', 'GET', `/v1/certificates/${id}`)
      expect(verifyCertificate(Buffer.from(certificate.text), keys).state).toBe('valid')
    }
  })
})

describe('certificates over HTTP', () => {
  test('one is answered byte for byte as it was signed', async () => {
    const answer = await api.call('school', 'GET', '/v1/certificates/third')
    expect(answer.text).toBe(document)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  })

  test('are listed newest first, a page at a time', async () => {
    const first = await api.call('head', 'GET', `/v1/schools/${school}/certificates?limit=2`)
    expect(first.body.data).toMatchObject([
      { id: 'third', kind: 'ending', lateBySeconds: 60, agreement: { id: 'seating-planner', version: 1 } },
      { id: 'second', lateBySeconds: 0 },
    ])
    const rest = await api.call('head', 'GET', `/v1/schools/${school}/certificates?limit=2&after=${first.body.next}`)
    expect(rest.body.data.map(({ id }: { id: string }) => id)).toEqual(['first'])
    expect(rest.body.next).toBeNull()
  })

  test('of another school look like none; the operator sees every school’s', async () => {
    const none = await api.call('head', 'GET', '/v1/certificates/none')
    for (const role of ['school', 'head'] as const) {
      const another = await api.call(role, 'GET', '/v1/certificates/anothers')
      expect([another.status, problemOf(another)]).toEqual([404, problemOf(none)])
    }
    expect((await api.call('operator', 'GET', '/v1/certificates/anothers')).status).toBe(200)
  })
})

describe('GET /v1/audit', () => {
  const acts = async (role: 'operator' | 'head', query = '') => {
    const { body } = await api.call(role, 'GET', `/v1/audit${query}`)
    return body.data.map((entry: { school: string; act: string }) => `${entry.school} ${entry.act}`)
  }

  test('shows every act of a school with its giver, and a chain that a reader can compute [R11]', async () => {
    await api.accept(school, ['pupil.misId'])
    await api.call('school', 'PUT', `/v1/schools/${school}/grant`, { items: ['pupil.misId', 'pupil.upn'] })
    await api.call('operator', 'POST', `/v1/schools/${school}/pause`)
    await api.call('head', 'POST', `/v1/schools/${school}/resume`)
    await api.call('school', 'POST', `/v1/schools/${school}/syncs`)
    const { body } = await api.call('head', 'GET', '/v1/audit')
    expect(body.data).toMatchObject([
      { seq: 1, act: 'register', by: 'operator', right: 'operator', version: null },
      { seq: 2, act: 'accept', by: 'head', right: 'head', version: 1 },
      { seq: 3, act: 'setGrant', by: 'school', right: 'school', version: 1 },
      { seq: 4, act: 'pause', by: 'operator', right: 'operator', version: 1 },
      { seq: 5, act: 'resume', by: 'head', right: 'head', version: 1 },
      { seq: 6, act: 'sync', by: 'school', right: 'school', version: 1 },
    ])
    expect(new Set(body.data.map(({ instruction }: { instruction: number }) => instruction)).size).toBe(6)
    expect(chainFault(body.data, await chainEnd(api.deps.control, school))).toBeNull()
  })

  test('shows nothing of an act that was refused', async () => {
    const before = await acts('head')
    expect((await api.call('head', 'POST', `/v1/schools/${school}/resume`)).status).toBe(409)
    expect((await api.call('operator', 'POST', '/v1/schools', { ...newSchool(), name: '' })).status).toBe(422)
    expect(await acts('head')).toEqual(before)
  })

  test('shows a school its own acts and the operator all, or those of the school asked for', async () => {
    expect((await acts('head')).filter((act: string) => act.startsWith(anothers))).toEqual([])
    expect(await acts('operator')).toContain(`${anothers} register`)
    expect(await acts('operator', `?school=${anothers}`)).toEqual([`${anothers} register`])
    const another = await api.call('head', 'GET', `/v1/audit?school=${anothers}`)
    expect([another.status, problemOf(another)]).toEqual([
      404,
      problemOf(await api.call('head', 'GET', '/v1/audit?school=none')),
    ])
  })

  test('goes on where a page ended', async () => {
    const seen: string[] = []
    let after = ''
    do {
      const { body } = await api.call('operator', 'GET', `/v1/audit?limit=3${after}`)
      seen.push(...body.data.map(({ hash }: { hash: string }) => hash))
      after = body.next === null ? '' : `&after=${body.next}`
    } while (after !== '')
    const { body } = await api.call('operator', 'GET', '/v1/audit?limit=500')
    expect(seen).toEqual(body.data.map(({ hash }: { hash: string }) => hash))
    expect((await api.call('operator', 'GET', '/v1/audit?after=%22')).status).toBe(400)
  })
})
