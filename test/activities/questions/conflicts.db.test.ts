import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { tellConflicts } from '../../../activities/collect/conflicts.js'
import type { Identity } from '../../../connectors/source.js'
import type { Arrival } from '../../../pipeline/digest.js'
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

/** The pupils of the school as a whole read shows them, by what the source names each. */
async function shown(names: readonly (readonly Identity[])[]): Promise<readonly Arrival[]> {
  const rows = await at.db.selectFrom('record').select(['id', 'ref_hmac']).where('kind', '=', 'pupil').execute()
  return names.map((identities, index) => {
    const refHash = rows.find(({ id }) => id === at.ids.pupils[index])?.ref_hmac.toString('hex')
    return { kind: 'pupil', refHash, record: { identities } } as unknown as Arrival
  })
}
const read = async (...names: (readonly Identity[])[]) => {
  await tellConflicts(at.db, { arrivals: await shown(names), reused: [], at: asked.clock.now })
  await asked.change(at.school, { next_ask_at: asked.clock.now })
  await asked.look(at.school)
}
const number = (value: string): readonly Identity[] => [{ kind: 'upi', value }]
const rows = () => at.db.selectFrom('question').selectAll().orderBy('subject_id').execute()
const states = async () => (await asked.questions(at)).map(({ kind, state }: Record<string, string>) => [kind, state])

test('one pupil under two ids is two questions and one letter, and nothing more is written while it stands', async () => {
  await read(number('1'), number('1'), number('2'))
  const [one, other] = at.ids.pupils
  expect((await rows()).map(({ kind, subject_id }) => [kind, subject_id])).toEqual([['listedTwice', one], ['listedTwice', other]]) // prettier-ignore
  expect(await asked.notices(at.school)).toEqual([['2026-10-20', 'main', 2, null, 'listedTwice']])
  const before = await rows()
  asked.clock.now = new Date('2026-10-21T12:00:00Z')
  await read(number('1'), number('1'), number('2'))
  expect([await rows(), (await asked.notices(at.school)).length]).toEqual([before, 1])
})

test('a question about it outlasts the dates being computed anew, and lapses with the read that does not show it any more', async () => {
  await read(number('1'), number('1'))
  await asked.retime(at)
  expect(await states()).toEqual([['listedTwice', 'open'], ['listedTwice', 'open']]) // prettier-ignore
  const [first] = await asked.questions(at)
  expect((await asked.answer('school', at, first.id, { answer: 'samePerson' })).status).toBe(422)
  expect((await asked.answer('school', at, first.id, { answer: 'noted' })).body.state).toBe('answered')
  await read(number('1'), number('3'))
  expect(await states()).toEqual([['listedTwice', 'lapsed'], ['listedTwice', 'lapsed']]) // prettier-ignore
})

test('one that comes back is asked about again, whether or not it was answered', async () => {
  await read(number('1'), number('1'))
  const [first] = await asked.questions(at)
  await asked.answer('head', at, first.id, { answer: 'noted' })
  await read(number('1'), number('2'))
  await read(number('1'), number('1'))
  expect((await states()).filter(([, state]: string[]) => state === 'open')).toHaveLength(2)
})
