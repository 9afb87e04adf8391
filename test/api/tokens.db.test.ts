import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../api/app.js'
import { makePrincipal, roles } from '../../db/control/principal.js'
import { problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'
import { fillSchool } from './filled-school.js'

let api: ApiUnderTest
let filled: Awaited<ReturnType<typeof fillSchool>>
const toNobody = ['/health', '/ready', '/openapi.json', '/v1/keys']

beforeAll(async () => {
  api = await startApi()
  filled = await fillSchool(api)
})
afterAll(() => api?.stop())

describe('without a good token', () => {
  const odd = ['', 'Bearer', 'Bearer ', 'Basic b3BlcmF0b3I6', 'Bearer not-a-token', 'Bearer null', "Bearer ' or 1=1 --"]

  test('every route answers 401 to a missing, an odd and an embellished token', async () => {
    const routes = api.app.rights.filter(({ method, roles: of }) => method !== 'HEAD' && of !== 'anybody')
    expect(routes.length).toBeGreaterThan(20)
    for (const { method, url } of routes) await refusesOddTokens(method, url.replace(':schoolId', filled.school))
  })

  async function refusesOddTokens(method: string, path: string): Promise<void> {
    const good = api.token('operator')
    const tokens = [...odd, good, `Token ${good}`, `Bearer ${good} x`, `Bearer  ${good}`, `Bearer ${good}=`]
    const asked = tokens.map((authorization) => api.send(method, path, { headers: { authorization } }))
    for (const answer of await Promise.all([...asked, api.send(method, path)])) {
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
      expect(problemOf(answer).type).toBe('urn:termkeeper:problem:not-authenticated')
    }
    expect((await api.send(method, `${path}?token=${good}&access_token=${good}`)).status).toBe(401)
  }

  test('health, readiness and the contract are open', async () => {
    for (const path of [...toNobody, '/docs']) expect((await api.send('GET', path)).status).toBe(200)
  })

  test('the scheme may be written in any case', async () => {
    const headers = { authorization: `bEARER ${api.token('operator')}` }
    expect((await api.send('GET', '/v1/schools', { headers })).status).toBe(200)
  })
})

describe('a right that ends', () => {
  test('is gone with the next request: a school taken away is not found, a token replaced is no token', async () => {
    const { control } = api.deps
    const school = await api.register()
    expect((await api.call('head', 'GET', `/v1/schools/${school}`)).status).toBe(200)
    await control
      .deleteFrom('principal_school')
      .where('principal_id', '=', 'head')
      .where('school_id', '=', school)
      .execute()
    expect((await api.call('head', 'GET', `/v1/schools/${school}`)).status).toBe(404)

    const headers = { authorization: `Bearer ${await makePrincipal(control, 'short-lived', 'operator')}` }
    expect((await api.send('GET', '/v1/schools', { headers })).status).toBe(200)
    await makePrincipal(control, 'short-lived', 'operator')
    expect((await api.send('GET', '/v1/schools', { headers })).status).toBe(401)
  })

  test('is kept without the token itself', async () => {
    const stored = JSON.stringify(await api.deps.control.selectFrom('principal').selectAll().execute())
    for (const role of roles) {
      expect(stored).not.toContain(api.token(role))
      expect(stored).not.toContain(Buffer.from(api.token(role)).toString('base64'))
    }
  })
})

test('a route that names no roles is nobody’s [R26]', async () => {
  const app = await buildApp(api.deps)
  app.get('/undeclared', async () => 'open')
  app.get('/v1/schools/:schoolId/undeclared', async () => 'open')
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  try {
    for (const path of ['/undeclared', `/v1/schools/${filled.school}/undeclared`]) {
      for (const role of roles) {
        const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${api.token(role)}` } })
        expect(answer.status).toBe(403)
      }
      expect((await fetch(`${url}${path}`)).status).toBe(401)
    }
  } finally {
    await app.close()
  }
})
