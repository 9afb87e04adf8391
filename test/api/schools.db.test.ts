import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePrincipal } from '../../db/control/principal.js'
import { newSchool, problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

let api: ApiUnderTest
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

const get = (school: string) => api.call('operator', 'GET', `/v1/schools/${school}`)
const source = (more: Record<string, unknown>) => ({ source: { ...newSchool().source, ...more } })

describe('registering', () => {
  test('answers what was said and how the school stands, rings once, and waits for the acceptance', async () => {
    const made = await api.call(
      'operator',
      'POST',
      '/v1/schools',
      newSchool({ phase: 'primary', controller: { name: 'A trust' } }),
    )
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      name: 'Quillhaven School',
      urn: '123456',
      kind: 'primary',
      controller: { name: 'A trust' },
      agreement: { id: 'assessment-portal', acceptedVersion: null },
      source: { connector: 'wonde', externalId: 'A1930499544', verifiedAt: null },
      phase: 'onboarding',
      lastRun: null,
      nextSyncAt: null,
      needsAttention: null,
    })
    expect((await get(made.body.id)).body).toEqual(made.body)
    expect(api.rung.filter((school) => school === made.body.id)).toHaveLength(1)
  })

  test('never shows the source’s secret again, and keeps it sealed [R09]', async () => {
    const made = await api.call('operator', 'POST', '/v1/schools', newSchool(source({ token: 'very-secret-token' })))
    const shown = [
      made.text,
      (await get(made.body.id)).text,
      (await api.call('operator', 'GET', '/v1/schools?limit=500')).text,
    ]
    for (const text of shown) expect(text).not.toContain('secret')
    const rows = await api.deps.control.selectFrom('source_binding').selectAll().execute()
    expect(rows.map((row) => JSON.stringify(row.settings) + row.sealed_secret.toString('latin1')).join()).not.toContain(
      'very-secret',
    )
  })

  test('keeps a name that looks like code as the text it is', async () => {
    const name = `<script>alert(1)</script> "Robert'); drop table school;-- \\u0000 {{x}} ‮`
    const made = await api.call('operator', 'POST', '/v1/schools', newSchool({ name }))
    expect([made.status, made.body.name]).toEqual([201, name.trim()])
  })

  test('under an agreement that does not allow the connector answers 422: the source is a precondition [R01]', async () => {
    const answer = await api.call('operator', 'POST', '/v1/schools', newSchool({ agreement: 'seating-planner' }))
    expect([answer.status, problemOf(answer).errors]).toEqual([
      422,
      [{ path: 'body/source/connector', code: 'notInAgreement' }],
    ])
  })

  test('without a source answers 422 [R01]', async () => {
    const { source: _, ...without } = newSchool()
    const answer = await api.call('operator', 'POST', '/v1/schools', without)
    expect([answer.status, problemOf(answer).errors[0].path]).toEqual([422, 'body/source'])
  })

  test.for([
    ['http://api.wonde.com', 'plain_http'],
    ['ftp://api.wonde.com', 'plain_http'],
    ['http://127.0.0.1:3999', 'internal_address'],
    ['https://127.0.0.1', 'internal_address'],
    ['https://localhost', 'internal_address'],
    ['https://2130706433', 'internal_address'],
    ['https://0x7f.1', 'internal_address'],
    ['https://[::1]', 'internal_address'],
    ['https://[::ffff:127.0.0.1]', 'internal_address'],
    ['https://[fd00::1]', 'internal_address'],
    ['https://0.0.0.0', 'internal_address'],
    ['https://10.0.0.1', 'internal_address'],
    ['https://172.31.255.255', 'internal_address'],
    ['https://192.168.1.1', 'internal_address'],
    ['https://169.254.169.254/latest/meta-data', 'internal_address'],
    ['https://metadata.google.internal', 'internal_address'],
    ['https://user:password@api.wonde.com', 'credentials_in_url'],
    ['api.wonde.com', 'not_a_url'],
    ['https://', 'not_a_url'],
  ] as const)('with a source at %s answers 422, %s [R09]', async ([baseUrl, code]) => {
    const answer = await api.call('operator', 'POST', '/v1/schools', newSchool(source({ baseUrl })))
    expect([answer.status, problemOf(answer).errors]).toEqual([422, [{ path: 'body/source/baseUrl', code }]])
    expect(answer.text).not.toContain(baseUrl)
  })

  test('with a source over TLS in public is taken, and with none named the vendor’s own [R09]', async () => {
    for (const more of [{}, { baseUrl: 'https://api-eu.wonde.com' }])
      expect((await api.call('operator', 'POST', '/v1/schools', newSchool(source(more)))).status).toBe(201)
  })
})

describe('the list of schools', () => {
  test('gives each caller their own, page by page, every school once', async () => {
    const token = await makePrincipal(api.deps.control, 'data-officer', 'school')
    const mine = [await api.register(), await api.register(), await api.register()]
    await api.register()
    await api.deps.control
      .insertInto('principal_school')
      .values(mine.map((school) => ({ principal_id: 'data-officer', school_id: school })))
      .execute()
    const seen: string[] = []
    for (let after = ''; ;) {
      const headers = { authorization: `Bearer ${token}` }
      const { body } = await api.send('GET', `/v1/schools?limit=2${after}`, { headers })
      seen.push(...body.data.map(({ id }: { id: string }) => id))
      if (body.next === null) break
      expect(body.next).toMatch(/^[\w-]+$/)
      after = `&after=${body.next}`
    }
    expect(seen).toEqual([...mine].sort())
  })

  test('is empty for who speaks for no school', async () => {
    const headers = { authorization: `Bearer ${await makePrincipal(api.deps.control, 'nobody-yet', 'head')}` }
    expect((await api.send('GET', '/v1/schools', { headers })).body).toEqual({ data: [], next: null })
  })
})
