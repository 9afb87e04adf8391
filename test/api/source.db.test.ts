import { afterAll, beforeAll, expect, test } from 'vitest'
import { open } from '../../vault/sealing.js'
import { aboutSourceSecret, findBinding } from '../../db/control/source-binding.js'
import { newSchool, problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

let api: ApiUnderTest
let school: string
beforeAll(async () => {
  api = await startApi()
  school = await api.register()
})
afterAll(() => api?.stop())

const { source } = newSchool()
const put = (body: unknown) => api.call('operator', 'PUT', `/v1/schools/${school}/source`, body)
const bound = async () => {
  const binding = (await findBinding(api.deps.control, school))!
  const secret = open(
    await api.deps.keyring.schoolKey(school, 'secrets'),
    binding.sealedSecret,
    aboutSourceSecret(school),
  )
  return { ...binding, secret: JSON.parse(secret.toString('utf8')) }
}
const prove = (at: Date) =>
  api.deps.control.updateTable('source_binding').set({ proven_at: at }).where('school_id', '=', school).execute()

test('a new token for the same source is sealed, shown to nobody, and leaves what was proven proven [R09]', async () => {
  const provenAt = new Date('2027-01-04T02:00:00Z')
  await prove(provenAt)
  const answer = await put({ ...source, token: 'the-next-token' })
  expect([answer.status, answer.body.source]).toEqual([
    200,
    { connector: 'wonde', externalId: source.schoolId, verifiedAt: provenAt.toISOString() },
  ])
  expect(answer.text).not.toContain('the-next-token')
  const { secret, settings } = await bound()
  expect(secret).toEqual({ token: 'the-next-token' })
  expect(JSON.stringify(settings)).not.toContain('token')
})

test('another source is not proven until it is read, and the change is an instruction that rings', async () => {
  await prove(new Date('2027-01-04T02:00:00Z'))
  const rung = api.rung.length
  const answer = await put({ ...source, schoolId: 'A1930499545' })
  expect(answer.body.source).toEqual({ connector: 'wonde', externalId: 'A1930499545', verifiedAt: null })
  expect(api.rung.slice(rung)).toEqual([school])
  const { data } = (await api.call('operator', 'GET', `/v1/audit?school=${school}&limit=500`)).body
  expect(data.at(-1)).toMatchObject({ act: 'changeSource' })
  expect(JSON.stringify(data)).not.toContain('A1930499545')
})

test('a connector that the agreement does not name is refused, and what is bound stays [R01]', async () => {
  const before = await bound()
  const { baseUrl, version, clientId, clientSecret } = {
    baseUrl: 'https://provider.example/ims/oneroster/v1p1',
    version: '1.1',
    clientId: 'us',
    clientSecret: 'a-secret-of-ours',
  }
  const answer = await put({ connector: 'oneroster', schoolId: 'org', baseUrl, version, clientId, clientSecret })
  expect([answer.status, problemOf(answer).errors]).toEqual([422, [{ path: 'body/connector', code: 'notInAgreement' }]])
  expect(await bound()).toEqual(before)
})

test.for([
  ['an address that is not TLS', { ...source, baseUrl: 'http://api.wonde.com' }, 'body/baseUrl'],
  ['a field that there is not', { ...source, password: 'x' }, 'body'],
  ['no secret', { connector: 'wonde', schoolId: 'A1930499544' }, 'body/token'],
] as const)('%s is refused with its place and no value', async ([, body, path]) => {
  const answer = await put(body)
  expect(answer.status).toBe(422)
  expect(problemOf(answer).errors.map((fault: { path: string }) => fault.path)).toContain(path)
  expect(answer.text).not.toContain('a-token-of-the-source')
})

test('a school whose end has come takes no other source any more', async () => {
  const ending = await api.register()
  await api.provision(ending)
  await api.accept(ending)
  await api.call('head', 'POST', `/v1/schools/${ending}/termination`, { instructedBy: 'Head Teacher' })
  expect((await api.call('operator', 'PUT', `/v1/schools/${ending}/source`, source)).status).toBe(409)
})
