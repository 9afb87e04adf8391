import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { raiseConflicts } from '../../../db/school/tombstone.js'
import type { FilledSchool } from '../../api/filled-school.js'
import { learn } from '../../api/learn.js'
import { startAsking } from './asked-school.js'
import type { AskedSchools } from './asked-school.js'

let asked: AskedSchools
let at: FilledSchool
beforeAll(async () => {
  asked = await startAsking()
})
beforeEach(async () => {
  asked.clock.now = new Date('2026-10-20T12:00:00Z')
  at = await asked.school()
})
afterAll(() => asked?.stop())

const settle = (body: object) => asked.api.call('head', 'PATCH', at.path('/settings'), body)
const held = async () =>
  (await asked.api.call('school', 'GET', at.path('/pupils'))).body.data.map(({ id }: { id: string }) => id)
const shown = async () => (await asked.api.call('head', 'GET', at.path(''))).body

/** In the top year of 2025/26, and on roll. */
async function pastTopYear(pupils: readonly string[]): Promise<void> {
  await settle({ topYear: 11 })
  for (const pupil of pupils)
    await learn(asked.api, at, pupil, [
      ['spell', ['2021-09-01', null], '2025-09-02T02:00:00Z'],
      ['classYear', '11', '2025-09-02T02:00:00Z'],
    ])
  await asked.retime(at)
}

test('asks about pupils past the top year 90, 30 and 7 days before, once a day for all; erases without an answer, keeps one who repeats the year [R15][R59]', async () => {
  const [silent = '', repeats = '', other = ''] = at.ids.pupils
  await pastTopYear([silent, repeats])
  await asked.liveUntil(at.school, '2026-12-01')
  const [first, second] = await asked.questions(at)
  expect([first, second]).toMatchObject(
    [first.subjectId, second.subjectId].map((subjectId) => ({
      kind: 'stillOnRollPastTopYear',
      state: 'open',
      subjectId,
      dueOn: '2027-01-31',
      askedAt: '2026-11-02T12:00:00.000Z',
      answers: ['repeatsYear', 'left', 'delete'],
    })),
  )
  expect((await shown()).openQuestions).toBe(2)
  const question = [first, second].find(({ subjectId }) => subjectId === repeats)
  const answered = await asked.answer('school', at, question.id, { answer: 'repeatsYear' })
  expect([answered.status, answered.body.state, (await shown()).openQuestions]).toEqual([200, 'answered', 1])

  await asked.liveUntil(at.school, '2027-01-23')
  const [about, main] = ['stillOnRollPastTopYear', 'main']
  expect(await asked.notices(at.school)).toEqual([
    ['2026-11-02', main, 2, '2027-01-31', about],
    ['2027-01-01', main, 1, '2027-01-31', about],
    ['2027-01-22', main, 1, '2027-01-31', about],
  ])
  expect((await held()).sort()).toEqual([silent, repeats, other].sort())
  await asked.liveUntil(at.school, '2027-01-25')
  expect((await held()).sort()).toEqual([repeats, other].sort())
  const rows = await at.db.selectFrom('question').select(['subject_id', 'due_on', 'state']).orderBy('due_on').execute()
  expect(rows).toEqual([
    { subject_id: repeats, due_on: '2027-01-31', state: 'answered' },
    { subject_id: repeats, due_on: '2028-01-31', state: 'open' },
  ])
})

test('writes no notice twice, however often it is looked at, and asks a paused school too [R59]', async () => {
  await pastTopYear(at.ids.pupils.slice(0, 1))
  await asked.api.call('school', 'POST', at.path('/pause'))
  asked.clock.now = new Date('2026-11-02T00:00:00Z')
  expect((await asked.look(at.school)).done).toEqual(['retime', 'ask'])
  for (let again = 0; again < 3; again += 1) {
    expect((await asked.look(at.school)).done).toEqual([])
    await asked.change(at.school, { next_ask_at: asked.clock.now })
    await asked.look(at.school)
  }
  expect(await asked.notices(at.school)).toHaveLength(1)
})

test('lets a question lapse whose date has moved, and asks about the new one', async () => {
  await pastTopYear(at.ids.pupils.slice(0, 1))
  await asked.liveUntil(at.school, '2026-11-03')
  await settle({ terms: [{ schoolYear: '2025/26', summerLast: '2026-07-20' }] })
  await asked.retime(at)
  await asked.look(at.school)
  const questions = await asked.questions(at)
  expect(questions.map(({ state, dueOn }: { state: string; dueOn: string }) => [state, dueOn])).toEqual([
    ['open', '2027-01-20'],
    ['lapsed', '2027-01-31'],
  ])
})

test('asks at once and a week before about a leaving that was learned late, and yearly where no date can be computed', async () => {
  const [late = '', unknown = ''] = at.ids.pupils
  await learn(asked.api, at, late, [
    ['spell', ['2021-09-01', null], '2025-09-02T02:00:00Z'],
    ['spell', ['2021-09-01', '2026-03-31'], '2026-10-20T02:00:00Z'],
  ])
  await learn(asked.api, at, unknown, [['spell', ['2021-09-01', null], '2025-09-02T02:00:00Z']])
  await asked.retime(at)
  await asked.look(at.school)
  await asked.liveUntil(at.school, '2026-11-11')
  expect(await asked.notices(at.school)).toEqual([
    ['2026-10-20', 'main', 1, '2026-11-17', 'leavingLate'],
    ['2026-10-20', 'main', 1, null, 'stageDateUnknown'],
    ['2026-11-10', 'main', 1, '2026-11-17', 'leavingLate'],
  ])
  asked.clock.now = new Date('2027-10-19T12:00:00Z')
  await asked.liveUntil(at.school, '2027-10-20')
  expect((await asked.notices(at.school)).at(-1)).toEqual(['2027-10-20', 'main', 1, null, 'stageDateUnknown'])
})

test('reminds the data contact of a stay 14, 7 and 0 days before its review [R59]', async () => {
  const [pupil = ''] = at.ids.pupils
  await asked.api.call('school', 'POST', at.path(`/pupils/${pupil}/stay`), { kind: 'legal', reviewBy: '2026-11-20' })
  await asked.liveUntil(at.school, '2026-11-22')
  expect(await asked.notices(at.school)).toEqual(
    ['2026-11-06', '2026-11-13', '2026-11-20'].map((day) => [day, 'data', 1, '2026-11-20']),
  )
})

test('shows who was erased and is listed all the same by the receipt alone, and lets the person in on an answer', async () => {
  const hash = '11'.repeat(32)
  const mark = { person_hmac: Buffer.from(hash, 'hex'), spell_hmac: Buffer.alloc(32), receipt: 'a-receipt' }
  await at.db
    .insertInto('tombstone')
    .values({ ...mark, erased_at: asked.clock.now, last_listed_at: asked.clock.now })
    .execute()
  for (let night = 0; night < 2; night += 1) await raiseConflicts(at.db, [hash], asked.clock.now)
  await asked.change(at.school, { next_ask_at: asked.clock.now })
  await asked.look(at.school)
  const [question, ...more] = await asked.questions(at)
  expect([question, more]).toMatchObject([{ kind: 'listedAfterErasure', subjectId: null, receipt: 'a-receipt' }, []])
  expect((await asked.answer('school', at, question.id, { answer: 'letIn' })).status).toBe(200)
  expect(await at.db.selectFrom('tombstone').selectAll().execute()).toEqual([])
})

describe('an answer', () => {
  test('is refused where there is no such question, where it is not among those allowed, and a second time', async () => {
    await pastTopYear(at.ids.pupils.slice(0, 1))
    await asked.liveUntil(at.school, '2026-11-02')
    const [question] = await asked.questions(at)
    const answer = (body: object, id = question.id) => asked.answer('school', at, id, body)
    for (const id of ['none', at.ids.staff[0] ?? '']) expect((await answer({ answer: 'left' }, id)).status).toBe(404)
    const wrong = await answer({ answer: 'renew' })
    expect([wrong.status, wrong.body.errors]).toEqual([422, [{ path: 'body/answer', code: 'notAmongAnswers' }]])
    const until = await answer({ answer: 'left', until: '2027-12-31' })
    expect([until.status, until.body.errors]).toEqual([422, [{ path: 'body/until', code: 'notForThisAnswer' }]])
    expect((await answer({ answer: 'left' })).body).toMatchObject({ state: 'answered', answer: 'left' })
    expect((await answer({ answer: 'delete' })).status).toBe(409)
    const audit = (await asked.api.call('head', 'GET', `/v1/audit?school=${at.school}`)).body.data
    expect(audit.filter(({ act }: { act: string }) => act === 'answer')).toHaveLength(1)
  })

  test('that a pupil is to be deleted erases within a day, and the others stay [R15]', async () => {
    const [pupil = '', ...others] = at.ids.pupils
    await pastTopYear([pupil])
    await asked.liveUntil(at.school, '2026-11-02')
    const [question] = await asked.questions(at)
    await asked.answer('head', at, question.id, { answer: 'delete' })
    expect(await held()).toEqual(others)
    await asked.liveUntil(at.school, '2026-11-03')
    expect(await at.db.selectFrom('subject').select('id').where('id', '=', pupil).execute()).toEqual([])
    expect(await held()).toEqual(others)
  })
})
