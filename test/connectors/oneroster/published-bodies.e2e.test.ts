import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { itemCodes } from '../../../agreement/items.js'
import type { SourceKind } from '../../../connectors/source.js'
import { departuresOf, failureOf, readAll } from '../support/reading.js'
import { open } from './support/open.js'
import { birth, org, places, pupil, refusals, taught, teacher } from './support/published.js'
import { scriptedSource } from './support/scripted-source.js'
import type { Scripted, ScriptedSource } from './support/scripted-source.js'

let source: ScriptedSource
beforeEach(async () => {
  source = await scriptedSource()
})
afterEach(() => source.close())

const answering =
  (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Scripted =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body === null ? '' : JSON.stringify(body))
  }

/** A whole list, as its header says; `beside` stands beside the rows. */
const listing = (name: string, rows: readonly object[], beside: object = {}) =>
  answering({ ...beside, [name]: rows }, 200, { 'x-total-count': String(rows.length) })

// The bodies that oneroster.md holds for confirmed, section by section.
describe.for([['1.1'], ['1.2']] as const)('what is published of OneRoster %s is understood', ([version]) => {
  const read = async (kind: SourceKind) =>
    (await readAll(open({ ...source, version }), kind, itemCodes)).records.map(({ kind: _, ...record }) => record)
  const publish = (beside: object = {}) => {
    source.script('schools/org-1', answering({ org }))
    source.script('schools/org-1/classes', listing('classes', [taught], beside))
    source.script('schools/org-1/students', listing('users', [pupil(version)], beside))
    source.script('schools/org-1/teachers', listing('users', [teacher(version)], beside))
    source.script('schools/org-1/enrollments', listing('enrollments', places, beside))
    source.script('demographics', listing('demographics', [birth], beside))
  }

  test.for([
    ['as Xporter gives it (1)', {}],
    ['with what it opens (3)', { scope: 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster.readonly' }],
  ] as const)('a token %s', async ([, more]) => {
    const token = answering({ access_token: 'q8Zf+/==', token_type: 'Bearer', expires_in: 3600, ...more })
    for (const path of ['auth/token', 'token']) source.script(path, token)
    publish()
    expect(await open({ ...source, version }).school()).toMatchObject({ ref: 'org-1', establishmentNumber: '3430' })
    expect(source.bearers.at(-1)).toBe('Bearer q8Zf+/==')
  })

  test('no token (1)', async () => {
    const refused = answering({ error: 'invalid_client', error_description: 'Words of the source' }, 401)
    for (const path of ['auth/token', 'token']) source.script(path, refused)
    const failure = await failureOf(open({ ...source, version }).school())
    expect([failure.type, failure.message.includes('Words')]).toEqual(['SourceRefused', false])
  })

  test('a pupil, with class, enrolment and birth (2.3, 3)', async () => {
    publish()
    const days = { 'pupil.startDate': '2025-09-03', 'pupil.leavingDate': '2026-07-21' }
    expect(await read('pupil')).toEqual([
      {
        ref: 'x42AAAAAA',
        identities: [
          { kind: 'sourceId', value: 'x42AAAAAA' },
          { kind: 'misId', value: '002201' },
          { kind: 'upn', value: 'A801200000001' },
        ],
        items: {
          'pupil.misId': '002201',
          'pupil.upn': 'A801200000001',
          'pupil.uln': '1234567890',
          'pupil.name': { forename: 'Ada', surname: 'Example', middleNames: null },
          'pupil.yearGroup': '4',
          'pupil.email': 'ada@school.test',
          'pupil.mobilePhone': '07700 900001',
          'pupil.homePhone': null,
          'pupil.gender': 'female',
          'pupil.dateOfBirth': '2016-11-02',
          'pupil.registrationGroup': '4 Oak',
          ...(version === '1.2' ? days : {}),
        },
        facts: {
          status: null,
          spell: version === '1.2' ? { start: '2025-09-03', leaving: '2026-07-21' } : null,
          year: '4',
        },
        memberships: [{ group: 'c1', item: 'pupil.groups', from: '2025-09-03', to: '2026-07-21' }],
      },
    ])
  })

  test('a teacher and a class (2.3, 3)', async () => {
    publish()
    expect(await read('staff')).toMatchObject([
      {
        ref: 'x42BBBBBB',
        items: { 'staff.misId': '26', 'staff.name': { forename: 'Mo', surname: 'Example' }, 'staff.gender': null },
        memberships: [{ group: 'c1', item: 'staff.groups' }],
      },
    ])
    expect(await read('group')).toMatchObject([
      { ref: 'c1', items: { 'group.name': '4 Oak', 'group.type': 'registration' } },
    ])
  })

  test('rows beside remarks on them (2.4)', async () => {
    publish({ statusInfoSet: [{ imsx_codeMajor: 'success', imsx_severity: 'warning', imsx_description: 'text' }] })
    expect([(await read('pupil')).length, (await read('staff')).length, (await read('group')).length]).toEqual([
      1, 1, 1,
    ])
  })

  test('pages that follow a link (2)', async () => {
    publish()
    const path = `${source.baseUrl}/schools/org-1/students`
    source.script('schools/org-1/students', (request, response, body) => {
      const second = request.url?.includes('offset=1')
      const links = second ? `<${path}?offset=0>; rel="first"` : `<${path}?limit=1&offset=1>; rel="next", <${path}?limit=1&offset=1>; rel="last"` // prettier-ignore
      const users = [{ ...pupil(version), sourcedId: second ? 'u2' : 'u1' }]
      return answering({ users }, 200, { link: links, 'x-total-count': '2' })(request, response, body)
    })
    expect((await read('pupil')).map(({ ref }) => ref)).toEqual(['u1', 'u2'])
  })

  test.for([['tobedeleted'], ['inactive']] as const)('somebody who is gone (4): %s', async ([status]) => {
    publish()
    source.script('schools/org-1/students', listing('users', [{ ...pupil(version), status }]))
    expect(await read('pupil')).toEqual([])
    expect(await departuresOf(open({ ...source, version }))).toMatchObject([
      { kind: 'pupil', ref: 'x42AAAAAA', by: 'deletionRow', at: '2026-02-12T02:07:21.000Z' },
    ])
  })

  const errors = [
    [401, 'unauthorisedrequest', 'SourceRefused'],
    [403, 'forbidden', 'SourceRefused'],
    [405, 'unsupported', 'SourceChangedShape'],
    [422, 'invaliddata', 'SourceChangedShape'],
    [429, 'server_busy', 'SourceThrottled'],
    [500, 'internal_server_error', 'SourceUnavailable'],
    [501, 'unsupported', 'SourceUnavailable'],
    [503, 'server_busy', 'SourceUnavailable'],
  ] as const
  test.for(Object.entries(refusals))('errors (2.4, 3) %s', async ([, said]) => {
    for (const [status, code, type] of errors) {
      source.script('schools/org-1', answering(said(code), status))
      const failure = await failureOf(open({ ...source, version, manners: { patienceMs: 10 } }).school())
      expect([failure.type, failure.message]).toEqual([type, `school: status ${status}`])
    }
    source.script('schools/org-1', answering(said('unknownobject'), 404))
    expect((await failureOf(open({ ...source, version }).school())).type).toBe('WrongSchool')
  })

  test('a question that is not understood (2.4) is asked more simply', async () => {
    publish()
    const refused = answering(refusals['in an object']('invalid_selection_field'), 400)
    const whole = listing('users', [pupil(version)])
    source.script('schools/org-1/students', (request, response, body) =>
      (request.url?.includes('fields=') ? refused : whole)(request, response, body),
    )
    expect(await read('pupil')).toHaveLength(1)
  })
})
