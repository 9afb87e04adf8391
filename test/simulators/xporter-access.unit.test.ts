import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { xporterWith } from './xporter-client.js'

let school: Awaited<ReturnType<typeof xporterWith>>
beforeAll(async () => {
  school = await xporterWith()
})
afterEach(async () => {
  await school.habits({})
  await school.deny()
  await school.sim('DELETE', 'faults')
})
afterAll(async () => school.stop())

const tokenGone = /token is invalid or has expired/

test('a secret becomes a token of five days, whatever the case of the names', async () => {
  const { schoolId, relyingParty, schoolSecret } = school.credentials
  const asked = { Estab: schoolId, RELYINGPARTY: relyingParty, Password: schoolSecret, thirdPartyId: 'XporterOnDemand' }
  const { body, status } = await school.call('POST', '/API/OAuth/gettoken', asked)
  expect(status).toBe(200)
  expect(body.token?.length).toBeGreaterThan(500)
  expect((Date.parse(body.expires) - Date.now()) / 86_400_000).toBeCloseTo(5, 2)
  expect(Object.keys(body)).toEqual([
    'token',
    'expires',
    'Message',
    'ExceptionType',
    'ExceptionMessage',
    'InnerException',
  ])
})

test.for([
  ['a wrong secret', { password: 'no' }, {}, /not correct/],
  ['another application', { relyingParty: 'app.other' }, {}, /not correct/],
  ['a school that took the application away', {}, { authorisation: 'revoked' }, /not correct/],
  ['a school that authorised anew', {}, { secret: 'renewed' }, /not correct/],
  ['a school that is choosing', {}, { authorisation: 'paused' }, /currently paused/],
] as const)('%s gets no token, and 200', async ([, changes, habits, message]) => {
  await school.habits(habits)
  const body = await school.getToken(changes)
  expect(body.token).toBeNull()
  expect(body.expires).toBe('0001-01-01T00:00:00')
  expect(body.ExceptionMessage).toMatch(message)
})

test('an error has status 200 unless a status was asked for', async () => {
  const path = `/api/v1/School/${school.credentials.schoolId}/Students`
  const plain = await school.get(path, 'bm8=')
  expect([plain.status, plain.body.ExceptionMessage]).toEqual([200, expect.stringMatching(tokenGone)])
  expect((await school.get(`${path}?httpStatusCodes=true`, 'bm8=')).status).toBe(401)
  await school.habits({ errors: 'bodies' })
  expect((await school.get(`${path}?httpStatusCodes=true`, 'bm8=')).status).toBe(200)
})

test('a school’s token is good for that school, a management token for managing', async () => {
  const { token } = await school.getToken()
  const other = await school.get('/api/v1/School/9999999/Students?httpStatusCodes=true', token)
  expect(other.status).toBe(403)
  const management = await school.getToken({ estab: '', password: school.credentials.managementSecret })
  const { body } = await school.get('/api/manage/GetXodSchoolTokens?applicationid=x', management.token)
  expect(body['Tokens']).toMatchObject([{ estab: school.credentials.schoolId }])
  expect((await school.get('/api/manage/GetXodSchoolTokens?httpStatusCodes=true', token)).status).toBe(401)
  expect((await school.get('/api/v1/TokenDetails', management.token)).body.ExceptionMessage).toMatch(/no school/)
})

test('a token says what it is good for, and keeps the scopes it was issued with', async () => {
  const { token } = await school.getToken()
  await school.deny('UPN')
  const before = (await school.get('/api/v1/TokenDetails', token)).body
  expect(before).toMatchObject({ Estab: school.credentials.schoolId, RelyingParty: 'app.simulated.dev' })
  expect(before.Scopes).toContain('UPN')
  expect((await school.get('/api/v1/tokendetails')).body.Scopes).not.toContain('UPN')
  const path = `/api/v1/School/${school.credentials.schoolId}/Students`
  expect((await school.get(path, token)).body.Students[0]).toHaveProperty('UPN')
  expect((await school.get(path)).body.Students[0]).not.toHaveProperty('UPN')
})

test('what can be asked, and with which scopes, is listed for any token', async () => {
  const { body } = await school.get('/api/v1/Queries')
  expect(body['Endpoints']).toContainEqual(expect.objectContaining({ Id: 'students', Scope: 'Student,StudentLite' }))
  expect((await school.get('/api/v1/Scopes')).body.Scopes).toHaveLength(46)
})

test('a list whose scope is missing is an error', async () => {
  await school.deny('Student', 'StudentLite')
  expect((await school.read('Students')).ExceptionMessage).toMatch(/scope/)
  expect((await school.read('Staff')).Staff.length).toBeGreaterThan(0)
})

test.for([['401'], ['403'], ['500']] as const)(
  'the fault %s is said in a body, the fault 503 by its status',
  async ([kind]) => {
    await school.sim('PUT', 'faults', { faults: [{ kind, times: 1 }, { kind: '503' }] })
    const path = `/api/v1/School/${school.credentials.schoolId}/Students`
    const { token } = { token: 'x' }
    const said = await school.get(path, token)
    expect([said.status, typeof said.body.ExceptionMessage]).toEqual([200, 'string'])
    expect((await school.get(path, token)).status).toBe(503)
  },
)

test('an invitation is answered school by school', async () => {
  const management = await school.getToken({ estab: '', password: school.credentials.managementSecret })
  const { schoolId } = school.credentials
  const Schools = [
    { LeaCode: schoolId.slice(0, 3), DfesCode: schoolId.slice(3) },
    { LeaCode: '000', DfesCode: '0000' },
  ]
  const { body } = await school.call('POST', '/api/Manage/SchoolRegister', { RegistrationType: 'Test', Schools }, { authorization: `Idaas ${management.token ?? ''}` }) // prettier-ignore
  expect(body['Schools']).toMatchObject([{ Status: 'OK' }, { Message: 'School not found in EduBase' }])
})
