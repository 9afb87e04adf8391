import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acceptance, newSchool, problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest, Sent } from './api-under-test.js'

const CANARY = 'Zyzzyva-4711'

let api: ApiUnderTest
let school: string
beforeAll(async () => {
  api = await startApi()
  school = await api.register()
})
afterAll(() => api?.stop())

const post = (path: string, body: unknown, headers?: Sent['headers']) =>
  api.call('operator', 'POST', path, body, headers)
const of = (rest: string) => `/v1/schools/${school}${rest}`
const source = (more: Record<string, unknown>) => ({ source: { ...newSchool().source, ...more } })
const { main } = newSchool().contacts
const contacts = (email: unknown) => ({ contacts: { ...newSchool().contacts, head: { name: 'Head', email } } })

describe('a body that cannot be read', () => {
  test.for([
    ['cut off', `{"name":"${CANARY}`],
    ['not JSON', CANARY],
    ['two values', `{} "${CANARY}"`],
    ['a prototype in it', `{"__proto__":{"role":"${CANARY}"}}`],
    ['a constructor in it', `{"constructor":{"prototype":{"role":"${CANARY}"}}}`],
    ['HTML', `<html>${CANARY}</html>`],
  ])('%s answers 400 and does not send it back', async ([, body]) => {
    const answer = await post('/v1/schools', body)
    expect([answer.status, problemOf(answer).type]).toEqual([400, 'urn:termkeeper:problem:malformed-request'])
    expect(answer.text).not.toContain(CANARY)
  })

  test('that is missing answers 422 where one is wanted, and is no fault where none is', async () => {
    for (const headers of [{}, { 'content-type': 'application/json' }]) {
      expect((await post('/v1/schools', '', headers)).status).toBe(422)
      expect((await post(of('/syncs'), '', headers)).status).toBe(409)
    }
  })

  test.for([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'nonsense',
  ])('as %s answers 415, also where no body is wanted', async (type) => {
    for (const path of ['/v1/schools', of('/syncs')]) {
      const answer = await post(path, CANARY, { 'content-type': type })
      expect([answer.status, problemOf(answer).type]).toEqual([415, 'urn:termkeeper:problem:unsupported-media-type'])
      expect(answer.text).not.toContain(CANARY)
    }
  })

  test('of more than 64 KB answers 413', async () => {
    const answer = await post('/v1/schools', newSchool({ name: CANARY.repeat(6_000) }))
    expect([answer.status, problemOf(answer).type]).toEqual([413, 'urn:termkeeper:problem:body-too-large'])
  })

  test('nested deeper than a stack goes answers what a shallow one would', async () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000)
    expect((await post(of('/syncs'), deep, { 'idempotency-key': 'deep' })).status).toBe(409)
    expect((await post('/v1/schools', deep, { 'idempotency-key': 'deep' })).status).toBe(422)
    expect((await post('/v1/schools', JSON.stringify(newSchool()).replace('"wonde"', deep))).status).toBe(422)
  })
})

describe('a body that breaks the schema', () => {
  const NUL = `${CANARY}\u0000`
  test.for<[string, Record<string, unknown>, string, string]>([
    ['a name that is a number', { name: 47114711 }, 'body/name', 'invalid_type'],
    ['a name of nothing but spaces', { name: '   ' }, 'body/name', 'too_small'],
    ['a long name', { name: CANARY.repeat(40) }, 'body/name', 'too_big'],
    ['NUL in a name', { name: NUL }, 'body/name', 'invalid_format'],
    ['an escape sequence in a name', { name: `${CANARY}\u001b[2J` }, 'body/name', 'invalid_format'],
    ['half a character in a name', { name: `${CANARY}\ud800` }, 'body/name', 'invalid_format'],
    ['NUL in the controller', { controller: NUL }, 'body/controller', 'invalid_union'],
    ['NUL in a phase', { phase: NUL }, 'body/phase', 'invalid_format'],
    ['a URN of letters', { urn: CANARY }, 'body/urn', 'invalid_format'],
    [
      'an establishment number too long',
      { establishmentNumber: '12345' },
      'body/establishmentNumber',
      'invalid_format',
    ],
    ['an age beyond reason', { statutoryHighAge: 47114711 }, 'body/statutoryHighAge', 'too_big'],
    ['a contact without an address', contacts(CANARY), 'body/contacts/head/email', 'invalid_format'],
    ['a contact missing', { contacts: { main, data: main } }, 'body/contacts/head', 'invalid_type'],
    ['a day that does not exist', { contract: { startsOn: '2026-02-30' } }, 'body/contract/startsOn', 'invalid_format'],
    [
      'a contract that ends first',
      { contract: { startsOn: '2026-09-02', endsOn: '2026-09-01' } },
      'body/contract/endsOn',
      'beforeStart',
    ],
    ['an agreement there is not', { agreement: CANARY.toLowerCase() }, 'body/agreement', 'unknown'],
    ['NUL in an agreement', { agreement: NUL }, 'body/agreement', 'invalid_format'],
    ['a connector there is not', source({ connector: CANARY }), 'body/source/connector', 'invalid_union'],
    ['a source id with a path in it', source({ schoolId: `../${CANARY}` }), 'body/source/schoolId', 'invalid_format'],
    ['a token that is no header', source({ token: `${CANARY}\r\nX: y` }), 'body/source/token', 'invalid_format'],
    ['a field of its own', { [CANARY]: CANARY }, 'body', 'unrecognized_keys'],
    ['a field of its own inside', source({ [CANARY]: CANARY }), 'body/source', 'unrecognized_keys'],
    ['an id of its own', { id: CANARY }, 'body', 'unrecognized_keys'],
  ])('%s answers 422 with its place and kind, never with its value', async ([, fault, path, code]) => {
    const answer = await post('/v1/schools', newSchool(fault))
    expect([answer.status, problemOf(answer).errors]).toEqual([422, [{ path, code }]])
    expect(answer.text).not.toContain(CANARY)
    expect(answer.text).not.toContain('47114711')
  })

  test.for<[string, unknown, string, string]>([
    ['a version of letters', acceptance({ version: CANARY }), 'body/version', 'invalid_type'],
    ['a version larger than any', acceptance({ version: 2 ** 31 }), 'body/version', 'too_big'],
    ['a version there is not', acceptance({ version: 47114711 }), 'body/version', 'unknown'],
    ['nobody who accepts', { version: 1 }, 'body/acceptedBy', 'invalid_type'],
    [
      'NUL in who accepts',
      acceptance({ acceptedBy: { name: NUL, role: 'x' } }),
      'body/acceptedBy/name',
      'invalid_format',
    ],
    ['an item there is not', acceptance({ items: ['pupil.upn', CANARY] }), 'body/items/1', 'unknownItem'],
    ['an item of an object’s own', acceptance({ items: ['constructor'] }), 'body/items/0', 'unknownItem'],
    ['a contact as an item [R33]', acceptance({ items: ['pupil.contacts'] }), 'body/items/0', 'unknownItem'],
    ['an item the agreement is silent about', acceptance({ items: ['pupil.lunch'] }), 'body/items/0', 'notInAgreement'],
    ['an item twice', acceptance({ items: ['pupil.upn', 'pupil.upn'] }), 'body/items/1', 'repeated'],
    ['a number as an item', acceptance({ items: [47114711] }), 'body/items/0', 'invalid_type'],
  ])('accepting with %s answers 422 and accepts nothing', async ([, body, path, code]) => {
    const answer = await api.call('head', 'POST', of('/acceptance'), body)
    expect([answer.status, problemOf(answer).errors]).toEqual([422, [{ path, code }]])
    expect(answer.text).not.toMatch(/Zyzzyva|47114711/)
    expect((await api.call('head', 'GET', of(''))).body.agreement.acceptedVersion).toBeNull()
  })
})

describe('a query that cannot be read', () => {
  const lists = ['/v1/schools', '/v1/schools/:id/syncs']
  const bad = [
    'limit=0',
    'limit=501',
    'limit=-1',
    'limit=1.5',
    'limit=',
    `limit=${CANARY}`,
    'limit=1&limit=2',
    'after=',
    `after=${CANARY}`,
  ]
  test.for([...bad, 'after=JTAw', 'after=%00', `after=${'a'.repeat(201)}`, 'after=a&after=b'])(
    '%s answers 400 with its place',
    async (query) => {
      for (const list of lists) {
        const answer = await api.call('operator', 'GET', `${list.replace(':id', school)}?${query}`)
        const place = `querystring/${query.split('=')[0] ?? ''}`
        expect([answer.status, problemOf(answer).errors]).toEqual([400, [{ path: place, code: expect.any(String) }]])
        expect(answer.text).not.toContain(CANARY)
      }
    },
  )
})
