import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { rosterOf } from './client.js'

let one: Awaited<ReturnType<typeof rosterOf>>
let two: Awaited<ReturnType<typeof rosterOf>>
beforeAll(async () => {
  one = await rosterOf({ pupils: 150 }, '1.1')
  two = await rosterOf({ pupils: 150 }, '1.2')
})
afterEach(async () => {
  for (const school of [one, two]) {
    await school.play({})
    await school.call('DELETE', '/_sim/faults')
  }
})
afterAll(async () => Promise.all([one.stop(), two.stop()]))

const students = () => `schools/${one.id}/students`

describe('tokens', () => {
  test('are handed out for Basic and for a form, as the provider likes', async () => {
    const { clientId: client_id, clientSecret: client_secret } = one.credentials
    const statuses = async () => [
      (await one.post({ authorization: `Basic ${one.basic}` }, {})).status,
      (await one.post({}, { client_id, client_secret })).status,
    ]
    expect(await statuses()).toEqual([200, 200])
    await one.play({ credentials: 'basic' })
    expect(await statuses()).toEqual([200, 401])
    await one.play({ credentials: 'form' })
    expect(await statuses()).toEqual([401, 200])
  })

  test('say what they are for: what was asked, less, nothing, or that they know no such thing', async () => {
    const scope = 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster-demographics.readonly'
    const said = async () => (await two.post({ authorization: `Basic ${two.basic}` }, { scope })).json()
    expect(await said()).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope })
    await two.play({ scopes: 'core' })
    expect(await said()).toMatchObject({ scope: scope.replace('demographics', 'core') })
    expect((await two.get('demographics')).status).toBe(403)
    await two.play({ scopes: 'unsaid' })
    expect(await said()).not.toHaveProperty('scope')
    await two.play({ scopes: 'unknown' })
    expect(await said()).toEqual({ error: 'invalid_scope' })
  })

  test.for([['wrapped'], ['flat']] as const)('a refusal is %s', async ([errors]) => {
    await one.play({ errors })
    const body = (await (await one.get('lessons')).json()) as { readonly imsx_StatusInfo?: object }
    expect(errors === 'flat' ? body : body.imsx_StatusInfo).toMatchObject({ imsx_codeMajor: 'failure' })
    expect((await fetch(`${one.base}/orgs`)).status).toBe(401)
  })
})

describe('a list', () => {
  test('has a hundred rows unless asked for more or fewer, and says where the others are', async () => {
    const answer = await one.get(students())
    expect(((await answer.json()) as { users: unknown[] }).users).toHaveLength(100)
    expect(Number(answer.headers.get('x-total-count'))).toBeGreaterThan(150)
    expect(answer.headers.get('link')).toContain(`${one.base}/${students()}?limit=100&offset=100>; rel="next"`)
    const last = await one.get(`${students()}?limit=5000`)
    expect(last.headers.get('link')).not.toContain('rel="next"')
    expect((await one.list(`${students()}?limit=7&offset=3`)).length).toBe(7)
  })

  test.for([
    [{ paging: 'none' }, null, null],
    [{ paging: 'total' }, expect.any(String), null],
    [{ paging: 'link' }, null, expect.any(String)],
  ] as const)('may keep its headers to itself: %j', async ([variant, total, link]) => {
    await one.play(variant)
    const { headers } = await one.get(students())
    expect([headers.get('x-total-count'), headers.get('link')]).toEqual([total, link])
  })

  test('may give less than it is asked for, or all at once', async () => {
    await one.play({ limits: 'capped' })
    expect(await one.list(`${students()}?limit=200`)).toHaveLength(50)
    await one.play({ limits: 'ignored' })
    expect((await one.list(`${students()}?limit=2&offset=900`)).length).toBeGreaterThan(150)
  })

  test.for([
    ["status='active'", 150],
    ["status='active' AND familyName~'zzz'", 0],
    ["status='active' and status!='active'", 0],
    ["familyName='O''Nobody' OR dateLastModified>'2999'", 0],
  ] as const)('filters by %s', async ([filter, least]) => {
    const rows = await one.list(`${students()}?limit=5000&filter=${encodeURIComponent(filter)}`)
    expect(rows.length).toBeGreaterThanOrEqual(least)
    if (least === 0) expect(rows).toEqual([])
  })

  test.for([['status=active'], ["(status='active')"], ["a='1' AND b='2' AND c='3'"]] as const)(
    'does not understand %s',
    async ([filter]) => {
      const answer = await one.get(`${students()}?filter=${encodeURIComponent(filter)}`)
      expect([answer.status, JSON.stringify(await answer.json())]).toEqual([
        400,
        expect.stringContaining('invalid_filter_field'),
      ])
    },
  )

  test('prints the fields it is asked for and sorts by one, or does not', async () => {
    const asked = `${students()}?limit=9&fields=sourcedId,givenName&sort=sourcedId`
    const rows = await one.list(asked)
    expect(Object.keys(rows[0]!).sort()).toEqual(['dateLastModified', 'givenName', 'sourcedId', 'status'])
    expect(rows.map(({ sourcedId }) => sourcedId)).toEqual(rows.map(({ sourcedId }) => sourcedId).sort())
    await one.play({ selection: 'ignored' })
    expect((await one.list(asked))[0]).toHaveProperty('familyName')
    await one.play({ selection: 'refused' })
    expect((await one.get(asked)).status).toBe(400)
  })

  test('may be had without its school only, as Xporter has it', async () => {
    await one.play({ routes: 'core' })
    expect((await one.get(students())).status).toBe(404)
    expect((await one.get(`orgs/${one.id}`)).status).toBe(404)
    expect((await one.list('users?limit=5000')).map(({ role }) => role)).toContain('parent')
  })
})

describe('a person', () => {
  test('has one role in 1.1 and a list of them, with days, in 1.2', async () => {
    const [first] = await one.list(students())
    expect(first).toMatchObject({ role: 'student', orgs: [{ sourcedId: one.id, type: 'org' }], enabledUser: 'true' })
    const [second] = await two.list(`schools/${two.id}/students`)
    expect(second).toMatchObject({ roles: [{ role: 'student', roleType: 'primary', beginDate: expect.any(String) }] })
    expect(second).not.toHaveProperty('orgs')
    expect(second).toHaveProperty('preferredFirstName')
  })

  test('who left is marked, called inactive, gone, or listed with enrolments that are over', async () => {
    const { misId } = (await one.truth()).pupils[7]!
    await one.event({ do: 'leave', misId, on: '2026-11-20' })
    const seen = async () => (await one.list(`${students()}?limit=5000`)).find(({ identifier }) => identifier === misId)
    const left = await seen()
    expect(left).toMatchObject({ status: 'tobedeleted' })
    await one.play({ leavers: 'inactive' })
    expect(await seen()).toMatchObject({ status: 'inactive' })
    await one.play({ leavers: 'gone' })
    expect(await seen()).toBeUndefined()
    await one.play({ leavers: 'ended' })
    expect(await seen()).toMatchObject({ status: 'active' })
    const filter = encodeURIComponent(`user.sourcedId='${String(left?.['sourcedId'])}'`)
    const enrolments = await one.list(`enrollments?filter=${filter}`)
    expect(new Set(enrolments.map(({ endDate }) => endDate))).toEqual(new Set(['2026-11-21']))
  })

  test.for([
    ['userIds', { userIds: expect.arrayContaining([{ type: 'UPN', identifier: expect.any(String) }]) }],
    ['metadata', { metadata: { 'uk.upn': expect.any(String) } }],
    ['identifier', { identifier: expect.stringMatching(/^[A-Z]\d{11}/) }],
  ] as const)('has the UPN in %s', async ([upn, shape]) => {
    await one.play({ upn })
    expect((await one.list(students()))[4]).toMatchObject(shape)
  })
})

test('a variant that nobody knows is refused', async () => {
  expect((await one.play({ paging: 'sometimes' })).body.error).toContain('"paging" is one of both, link, total, none')
  expect((await one.play({ pages: 'none' })).status).toBe(400)
})

describe('a fault', () => {
  test.for([['401'], ['403'], ['404'], ['429'], ['500'], ['503']] as const)(
    '%s comes in the envelope',
    async ([kind]) => {
      await one.fault({ kind, retryAfter: 3, path: '/orgs' })
      const answer = await one.get('orgs')
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([Number(kind), '3'])
      expect(await answer.json()).toHaveProperty('imsx_StatusInfo')
    },
  )

  test('spoils rows and headers of a list', async () => {
    const asked = async () => one.get(`${students()}?limit=100`)
    await one.fault({ kind: 'emptySchool' })
    const empty = await asked()
    expect([await empty.json(), Number(empty.headers.get('x-total-count')) > 150]).toEqual([{ users: [] }, true])
    await one.fault({ kind: 'moreWithoutNext' })
    expect((await asked()).headers.get('x-total-count')).toBe('101')
    await one.fault({ kind: 'missingLastPage' })
    expect((await asked()).headers.get('link')).not.toContain('rel="next"')
    await one.fault({ kind: 'nextOnOtherHost' })
    expect((await asked()).headers.get('link')).toContain('elsewhere.example.test')
    await one.fault({ kind: 'duplicateIds' })
    const rows = await one.list(`${students()}?limit=100`)
    expect(new Set(rows.map(({ sourcedId }) => sourcedId)).size).toBe(99)
  })

  test('answers for another school', async () => {
    await one.fault({ kind: 'otherSchool' })
    const body = (await (await one.get(`schools/${one.id}`)).json()) as { readonly org: { readonly sourcedId: string } }
    expect(body.org.sourcedId).not.toBe(one.id)
  })
})
