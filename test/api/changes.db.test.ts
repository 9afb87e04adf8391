import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { problemOf, startApi } from './api-under-test.js'
import type { Answer, ApiUnderTest } from './api-under-test.js'
import { fillSchool } from './filled-school.js'
import type { FilledSchool } from './filled-school.js'

let api: ApiUnderTest
let at: FilledSchool
beforeAll(async () => {
  api = await startApi()
})
beforeEach(async () => {
  at = await fillSchool(api)
})
afterAll(() => api?.stop())

const get = (path: string) => api.call('application', 'GET', at.path(path))
const first = (kind: keyof FilledSchool['ids']) => at.ids[kind][0] ?? ''
const ack = (upToSeq: number) => api.call('application', 'POST', at.path('/changes/ack'), { upToSeq })
const seqs = ({ body }: Answer) => body.data.map(({ seq }: { seq: number }) => seq)

test('the feed is read in order, page by page; the last page names no next one', async () => {
  await at.feed(5)
  const pages = [await get('/changes?limit=2')]
  while (pages.at(-1)?.body.next) pages.push(await get(`/changes?limit=2&after=${pages.at(-1)?.body.next}`))
  expect(pages.map(seqs)).toEqual([[1, 2], [3, 4], [5]])
  expect(pages[0]?.body.data[0]).toEqual({
    seq: 1,
    at: '2026-09-01T03:00:00.000Z',
    op: 'added',
    kind: 'pupil',
    recordId: first('pupils'),
    subjectId: first('pupils'),
    runId: 'run',
  })
})

test('the feed ends exactly at a full page', async () => {
  await at.feed(4)
  expect((await get('/changes?limit=4')).body.next).toBeNull()
  expect((await get('/changes')).body.data).toHaveLength(4)
})

test('the feed goes on after an entry that the reader knows, since the last page names no next one', async () => {
  await at.feed(3)
  expect(seqs(await get('/changes?after=2'))).toEqual([3])
  expect((await get('/changes?after=3')).body).toEqual({ data: [], next: null })
  for (const after of ['-1', '1.5', '1e3', '9'.repeat(16), 'x'])
    expect((await get(`/changes?after=${after}`)).status).toBe(400)
})

test('the feed is acknowledged forward only, and says where the acknowledgement stands', async () => {
  await at.feed(5)
  expect((await ack(3)).body).toEqual({ upToSeq: 3 })
  expect((await ack(1)).body).toEqual({ upToSeq: 3 })
  expect((await ack(5)).body).toEqual({ upToSeq: 5 })
  const kept = await at.db.selectFrom('acknowledgement').select(['reader', 'up_to_seq']).execute()
  expect(kept).toEqual([{ reader: 'application', up_to_seq: 5 }])
})

test('the feed cannot be acknowledged beyond its end', async () => {
  await at.feed(2)
  for (const upToSeq of [3, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
    const answer = await ack(upToSeq)
    expect([answer.status, problemOf(answer).errors]).toEqual([422, [{ path: 'body/upToSeq', code: 'beyondFeed' }]])
  }
  for (const upToSeq of [-1, 0.5, 2 ** 63]) expect((await ack(upToSeq)).status).toBe(422)
  expect(await at.db.selectFrom('acknowledgement').selectAll().execute()).toEqual([])
})

test('the feed says of a removal that lies ahead from when it holds', async () => {
  const row = { at: new Date(), kind: 'pupil' as const, record_id: first('pupils'), subject_id: null, run_id: 'run' }
  await at.db
    .insertInto('change')
    .values({ ...row, op: 'removed', effective_from: new Date('2027-01-01T00:00:00Z') })
    .execute()
  expect((await get('/changes')).body.data).toMatchObject([
    { op: 'removed', from: '2027-01-01T00:00:00.000Z', subjectId: null },
  ])
})
