import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FilledSchool } from '../../api/filled-school.js'
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
const shown = async () => (await asked.api.call('head', 'GET', at.path(''))).body
const termination = async () => (await asked.api.call('operator', 'GET', at.path('/termination'))).body

describe('a contract', () => {
  test('is asked about 60, 30 and 7 days before its last day, and goes on when the head renews it [R59]', async () => {
    await settle({ contract: { endsOn: '2026-12-31' } })
    await asked.liveUntil(at.school, '2026-12-26')
    expect(await asked.notices(at.school)).toEqual(
      ['2026-11-01', '2026-12-01', '2026-12-24'].map((day) => [day, 'main', 1, '2026-12-31', 'contractEnds']),
    )
    const [question] = await asked.questions(at)
    const answer = (role: 'school' | 'head', body: object) => asked.answer(role, at, question.id, body)
    expect((await answer('school', { answer: 'renew', until: '2027-12-31' })).status).toBe(403)
    expect((await answer('head', { answer: 'renew' })).body.errors).toEqual([{ path: 'body/until', code: 'required' }])
    expect((await answer('head', { answer: 'renew', until: '2026-12-31' })).status).toBe(422)
    expect((await answer('head', { answer: 'renew', until: '2027-12-31' })).body.state).toBe('answered')
    await asked.liveUntil(at.school, '2027-01-02')
    expect(await shown()).toMatchObject({ phase: 'onboarding', contract: { endsOn: '2027-12-31' }, openQuestions: 0 })
  })

  test('that nobody renews ends by itself [R16]', async () => {
    await settle({ contract: { endsOn: '2026-12-31' } })
    await asked.liveUntil(at.school, '2027-01-01')
    expect(await shown()).toMatchObject({ phase: 'ending' })
    expect(await termination()).toMatchObject({ cause: 'contractEnd', effectiveAt: '2027-01-01T00:00:00.000Z' })
  })
})

describe('a school that is not read', () => {
  // Day 0 is 20 October: 90, 100, 110 and 120 days later.
  const [days, end] = [['2027-01-18', '2027-01-28', '2027-02-07'], '2027-02-17']
  const unread = (more: Record<string, unknown> = {}) =>
    asked.change(at.school, {
      phase: 'paused',
      last_whole_read_at: asked.clock.now,
      next_ask_at: asked.clock.now,
      needs_attention: 'SourceRefused',
      ...more,
    })

  test('is asked on days 90, 100 and 110, and ends by itself with day 120 [R16][R59]', async () => {
    await unread()
    await asked.liveUntil(at.school, end)
    expect(await asked.notices(at.school)).toEqual(days.map((day) => [day, 'main', 1, end, 'noWholeRead']))
    expect((await shown()).phase).toBe('paused')
    await asked.liveUntil(at.school, '2027-02-18')
    expect(await shown()).toMatchObject({ phase: 'ending' })
    expect(await termination()).toMatchObject({ cause: 'noRead', effectiveAt: '2027-02-18T00:00:00.000Z' })
    await asked.api.call('head', 'DELETE', at.path('/termination'))
    await asked.look(at.school)
    expect([(await shown()).phase, (await asked.notices(at.school)).length]).toEqual(['paused', 4])
  })

  test('goes on for as long again when it says so', async () => {
    await unread()
    await asked.liveUntil(at.school, '2027-01-20')
    const [question] = await asked.questions(at)
    expect((await asked.answer('school', at, question.id, { answer: 'keep' })).status).toBe(200)
    await asked.liveUntil(at.school, '2027-04-21')
    expect((await asked.notices(at.school)).map(([day]) => day)).toEqual([days[0], '2027-04-20'])
    expect((await shown()).phase).toBe('paused')
  })

  test.for<readonly [string, Record<string, unknown>, boolean]>([
    ['paused by the school', {}, true],
    ['failing on our side', { phase: 'onboarding', needs_attention: 'SourceChangedShape' }, false],
    ['not read because nothing of ours ran', { phase: 'onboarding', needs_attention: null }, false],
  ])('is not asked while it is %s', async ([, more, pause]) => {
    if (pause) await asked.api.call('school', 'POST', at.path('/pause'))
    await unread(more)
    await asked.liveUntil(at.school, '2027-01-22')
    expect([await asked.notices(at.school), (await shown()).phase]).toEqual([[], pause ? 'paused' : 'onboarding'])
  })

  test('found out late, after an outage of ours, is asked three times all the same before it ends', async () => {
    await unread()
    asked.clock.now = new Date('2027-03-01T12:00:00Z')
    await asked.liveUntil(at.school, '2027-03-31')
    expect((await asked.notices(at.school)).map(([day]) => day)).toEqual(['2027-03-01', '2027-03-11', '2027-03-21'])
    expect((await shown()).phase).toBe('paused')
    await asked.liveUntil(at.school, '2027-04-02')
    expect((await shown()).phase).toBe('ending')
  })
})
