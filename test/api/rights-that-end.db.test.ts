import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePrincipal, roles } from '../../db/control/principal.js'
import { startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

let api: ApiUnderTest

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

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
