import { describe, expect, test } from 'vitest'
import { judge } from '../../../connectors/xporter/http/said.js'
import { tokenKeeper } from '../../../connectors/xporter/http/tokens.js'
import { readDatasets, readTokenDetails } from '../../../connectors/xporter/payloads.js'
import { failureOf } from '../support/reading.js'

const quiet = { Message: null, ExceptionType: null, ExceptionMessage: null, InnerException: null }
const status = (code: number) => ({ what: 'status', status: code, retryAfter: null }) as const

// The bodies that xporter.md holds for confirmed, section by section.
describe('what is published of Xporter is understood', () => {
  test('a token (3.2), with seven digits of a second, of the present and of the older address', async () => {
    const expires = '2099-03-06T09:15:22.1852229Z'
    for (const body of [
      { token: 'q8Zf+/==', expires, ...quiet },
      { Message: null, ExceptionMessage: null, token: 'q8Zf+/==', expires },
    ])
      // prettier-ignore
      expect(await tokenKeeper(async () => body).current()).toBe('q8Zf+/==')
  })

  test.for([
    ['Relying Party not found for estab or secret not correct', 'revoked'],
    ['Authorisation is currently paused while the school finalises the selection of people they wish to include in this feed.', 'paused'],
  ] as const)('no token (3.2): %s', async ([ExceptionMessage, word]) => {
    const body = { token: null, expires: '0001-01-01T00:00:00', ...quiet, ExceptionMessage }
    expect(judge({ body })).toEqual({ body })
    const failure = await failureOf(tokenKeeper(async () => body).current())
    expect(failure).toMatchObject({ type: 'SourceRefused', message: expect.stringContaining(word) })
  }) // prettier-ignore

  test('an error in a body (4.1), and a whole request refused (5.1)', () => {
    expect(judge({ body: { ...quiet, ExceptionMessage: 'text' } })).toEqual({ trouble: status(500) })
    const refused = { Message: 'Unauthorized: ApplicationId header missing or incorrect' }
    expect(judge({ body: refused })).toEqual({ trouble: status(401) })
    expect(judge({ trouble: status(404), said: { ...quiet, ExceptionMessage: 'text' } })).toEqual({
      trouble: status(404),
    })
  })

  test('details of a token (6)', () => {
    const body = { Estab: '3281102', Expires: '2099-01-01T00:00:00Z', Name: 'Example', RelyingParty: 'app.example.dev', Scopes: ['Student'], ...quiet } // prettier-ignore
    expect(judge({ body })).toEqual({ body })
    expect(readTokenDetails(body)).toMatchObject({ estab: '3281102', relyingparty: 'app.example.dev' })
  })

  test('datasets (8), the first page and the second', () => {
    const first = {
      Students: [{ Id: '3116' }],
      StudentSiblings: [],
      meta: [{ Id: 1, MIS: 'simsnet', Version: '4', DateTime: '2026-02-20T02:14:47.085' }],
      __pagination__: [{ PageSize: 2, PageNumber: 1, PageCount: 2, RowCount: 4, NextPage: '?page=2&pageSize=2' }],
    }
    expect(judge({ body: first })).toEqual({ body: first })
    const read = readDatasets(first, 'Students', 'Students')
    expect(read.rows('Students').map(({ cells }) => cells.get('id'))).toEqual(['3116'])
    expect([read.madeAt, read.pagination?.pagecount]).toEqual(['2026-02-20T02:14:47.085', 2])
    expect(readDatasets({ ...first, meta: [] }, 'Students', 'Students').madeAt).toBeNull()
  })

  test('changed rows (9.1): what is gone from them is no row', () => {
    const body = {
      Students: [],
      Students_deleted: [{ Id: '3221' }],
      meta: [],
      __changedRows__: [{ SnapshotDate: null }],
    }
    expect(readDatasets(body, 'Students', 'Students').rows('Students')).toEqual([])
  })

  test.for([
    ['as in 13', { __dbStatus__: [{ Status: 'OK' }] }, true],
    ['as an object', { DbStatus: { XodSchoolDataStatus: 'ok' } }, true],
    ['that is not ready', { dbstatus: [{ DbStatus: 'Pending' }] }, false],
    ['in a form that nobody wrote down', { __dbStatus__: 'OK' }, true],
  ] as const)('the state of a copy (10) %s', ([, body, ready]) => {
    expect('body' in judge({ body })).toBe(ready)
  })
})
