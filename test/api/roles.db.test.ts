import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePrincipal, roles } from '../../db/control/principal.js'
import { certify } from '../proof/a-certificate.js'
import { problemOf, startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'
import { fillSchool } from './filled-school.js'
import { leaver, stay, table } from './rights.js'
import type { Row } from './rights.js'

const routes = Object.keys(table)
const pairs = routes.flatMap((route) => roles.map((role) => [route, role] as const))
const schoolPairs = pairs.filter(([route]) => route.includes(':schoolId'))
const toNobody = ['/health', '/ready', '/openapi.json', '/v1/keys', '/v1/webhooks/:connector']

let api: ApiUnderTest
let filled: Awaited<ReturnType<typeof fillSchool>>
let anothers: string

beforeAll(async () => {
  api = await startApi()
  filled = await fillSchool(api)
  await filled.picture(filled.ids.pupils[0] ?? '')
  await certify(api.deps.control, { id: 'a-certificate', school: { id: filled.school, name: 'A School' } })
  anothers = await api.register([])
  // The application serves every school of its vendor; here it loses one, to stand where the others stand.
  await api.deps.control.deleteFrom('principal_school').where('school_id', '=', anothers).execute()
})
afterAll(() => api?.stop())

function rowOf(route: string): Row {
  const row = table[route]
  if (!row) throw new Error(`${route} is not in the table`)
  return row
}

/** What the school said of one pupil before the row is asked. */
const toldOf: Readonly<Record<string, (pupil: string) => readonly [string, object?]>> = {
  filled: () => [''],
  applied: () => [''],
  asked: () => [''],
  'staff left': () => [''],
  'told of a leaver': (pupil) => ['/leavers', leaver(pupil)],
  withdrawn: (pupil) => ['/withdrawals', leaver(pupil)],
  suppressed: (pupil) => [`/pupils/${pupil}/suppression`],
  stayed: (pupil) => [`/pupils/${pupil}/stay`, stay],
}

async function schoolToldOf(given: string): Promise<{ id: string; run: string; pupil: string }> {
  const another = await fillSchool(api)
  const { pupils, staff } = another.ids
  const person = (given === 'staff left' ? staff : pupils)[0] ?? ''
  if (given === 'staff left') await another.miss(person, new Date(Date.now() - 48 * 3_600_000))
  if (given === 'applied') await another.applied()
  const [path, body] = toldOf[given]?.(person) ?? ['']
  if (path !== '') await api.call('head', 'POST', another.path(path), body)
  return { id: another.school, run: another.run, pupil: given === 'asked' ? await another.ask() : person }
}

/** A school as far as the row needs it; reads share one, and of what an act changes no other pair knows. */
async function schoolFor({ given }: Row, method: string): Promise<{ id: string; run: string; pupil: string }> {
  const pupil = filled.ids.pupils[0] ?? ''
  if (method === 'GET' && given !== 'ending') return { id: filled.school, run: filled.run, pupil }
  if (given !== undefined && given in toldOf) return schoolToldOf(given)
  const id = await api.register()
  if (given === 'registered') return { id, run: 'none', pupil }
  await api.provision(id)
  const { body } = await api.accept(id)
  if (given === 'paused') await api.call('operator', 'POST', `/v1/schools/${id}/pause`)
  if (given === 'ending') await api.call('head', 'POST', `/v1/schools/${id}/termination`, { instructedBy: 'Who' })
  // By another operator than the one who confirms.
  if (given === 'to be confirmed') {
    const headers = { authorization: `Bearer ${await makePrincipal(api.deps.control, 'first-operator', 'operator')}` }
    const path = `/v1/schools/${id}/termination`
    await api.send('POST', path, {
      body: { instructedBy: 'Who' },
      headers: { ...headers, 'content-type': 'application/json' },
    })
  }
  return { id, run: body.runId, pupil }
}

const sorted = (of: Row['may'] | 'anybody' | undefined) => [of ?? []].flat().sort()
const bodyOf = ({ body }: Row, pupil: string): unknown => (typeof body === 'function' ? body(pupil) : body)

function pathOf(route: string, school: string, run: string, pupil = filled.ids.pupils[0] ?? ''): string {
  const kind = /(pupils|staff|groups)/.exec(route)?.[1] as keyof typeof filled.ids | undefined
  return route
    .replace(/^\w+ /, '')
    .replace(':schoolId', school)
    .replace(':runId', run)
    .replace(':pupilId', pupil)
    .replace(':questionId', pupil)
    .replace(':staffId', route.startsWith('GET') ? (filled.ids.staff[0] ?? '') : pupil)
    .replace(':agreementId', 'assessment-portal')
    .replace(':certificateId', 'a-certificate')
    .replace(':recordId', kind ? (filled.ids[kind][0] ?? '') : '')
}

describe('the table of routes and roles', () => {
  test('declares what is written here and nothing else [R26]', () => {
    const served = api.app.rights.filter(({ method, roles: of }) => method !== 'HEAD' && of !== 'anybody')
    const asTable = served.map(({ method, url, roles: of }) => [`${method} ${url}`, sorted(of)])
    const asWritten = Object.entries(table).map(([route, { may }]) => [route, sorted(may)])
    expect(Object.fromEntries(asTable)).toEqual(Object.fromEntries(asWritten))
  })

  test('declares roles for every route, and opens to anybody only health, the contract, public keys and hints of sources [R26]', () => {
    expect(api.app.rights.filter(({ roles: of }) => of === undefined)).toEqual([])
    const open = new Set(api.app.rights.filter(({ roles: of }) => of === 'anybody').map(({ url }) => url))
    expect([...open].filter((url) => !url.startsWith('/docs')).sort()).toEqual([...toNobody].sort())
  })

  test('gives HEAD to exactly those who may GET', () => {
    const of = (wanted: string) =>
      Object.fromEntries(
        api.app.rights.filter(({ method }) => method === wanted).map(({ url, roles: who }) => [url, who]),
      )
    expect(of('HEAD')).toEqual(of('GET'))
  })

  test('has no route that writes a record, nor one about parents or contacts [R60][R33]', () => {
    const writing = api.app.rights.filter(({ method }) => !['GET', 'HEAD'].includes(method)).map(({ url }) => url)
    // What is said under a person is whether and until when the record is held or shown; no route takes a value of one.
    const aboutPeople = writing.filter((url) => /\/(pupils|staff|groups)\b/.test(url))
    expect(aboutPeople.filter((url) => !/\/:(pupilId|staffId)\/(suppression|stay|deletion)$/.test(url))).toEqual([])
    expect(api.app.rights.filter(({ url }) => /parent|contact|guardian/i.test(url))).toEqual([])
  })
})

describe('each role at each route', () => {
  test.for(pairs)('%s as %s [R26]', async ([route, role]) => {
    const row = rowOf(route)
    const [method = ''] = route.split(' ')
    const { id, run, pupil } = await schoolFor(row, method)
    const answer = await api.call(role, method, pathOf(route, id, run, pupil), bodyOf(row, pupil))
    expect(answer.status).toBe(row.may.includes(role) ? row.answers : 403)
    if (!row.may.includes(role)) expect(problemOf(answer).type).toBe('urn:termkeeper:problem:not-allowed')
    if (method !== 'GET') return
    const head = await api.call(role, 'HEAD', pathOf(route, id, run))
    expect([head.status, head.text]).toEqual([answer.status, ''])
  })

  test.for(schoolPairs)('%s of another school, or of none, as %s [R26]', async ([route, role]) => {
    const { may } = rowOf(route)
    const body = bodyOf(rowOf(route), filled.ids.pupils[0] ?? '')
    const [method = ''] = route.split(' ')
    const missing = await api.call(role, method, pathOf(route, '01jzzzzzzzzzzzzzzzzzzzzzzz', 'run'), body)
    expect(missing.status).toBe(may.includes(role) ? 404 : 403)
    if (role === 'operator') return
    const another = await api.call(role, method, pathOf(route, anothers, 'run'), body)
    expect([another.status, problemOf(another)]).toEqual([missing.status, problemOf(missing)])
  })

  test('left nothing behind at the other school', async () => {
    const acts = await api.deps.control
      .selectFrom('instruction')
      .select('act')
      .where('school_id', '=', anothers)
      .execute()
    expect(acts).toEqual([{ act: 'register' }])
    expect((await api.call('school', 'GET', '/v1/schools?limit=500')).text).not.toContain(anothers)
  })
})
