import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { all, makeSettledSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Answer, Stack } from '../support/stack.js'
import { truthOf, writesIn } from '../support/state.js'
import { devServer } from '../support/temporal.js'

const ITEMS = ['pupil.misId', 'pupil.upn', 'pupil.name', 'pupil.dateOfBirth']
const CONFLICTS = ['upnShared', 'listedTwice', 'idReused']

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string
beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
  school = await makeSettledSchool(stack, { pupils: 60, days: 30 })
  id = await onboard(stack, school, ITEMS)
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const set = async (misId: string, fields: Readonly<Record<string, string>>) => {
  const events = Object.entries(fields).map(([field, value]) => ({ do: 'set', misId, field, value }))
  expect((await stack.sim('POST', `/_sim/schools/${school.id}/events`, { events })).status).toBe(200)
}
const real = async (misId: string) =>
  (await truthOf(stack, school)).pupils.find((one: Answer['body']) => one.misId === misId)
const pupils = () => all(stack, 'head', `/v1/schools/${id}/pupils`)
const byMisId = async (misId: string) => (await pupils()).filter(({ items }) => items['pupil.misId'] === misId)
const questions = async (state: string) =>
  (await all(stack, 'head', `/v1/schools/${id}/questions?state=${state}`)).filter(({ kind }) =>
    CONFLICTS.includes(kind),
  )
/** Reads the school whole and waits until what is to be asked because of it was. */
async function readWhole(): Promise<Answer['body']> {
  await stack.control.updateTable('school').set({ read_mark: null }).where('id', '=', id).execute()
  const run = await sync(stack, id)
  await stack.atRest(id)
  return run
}
/** Pupils with a permanent UPN, so that each test has its own. */
async function some(): Promise<readonly [string, string, string, string]> {
  const known = (await pupils()).filter(({ items }) => /^[A-Z]\d{12}$/.test(items['pupil.upn'] ?? ''))
  const ids = known.map(({ items }) => items['pupil.misId']).sort()
  return [ids[0], ids[1], ids[2], ids[3]]
}

test('two pupils with one UPN stay two, and the school is asked about each, once, until a whole read shows it no more', async () => {
  const [one, other] = await some()
  const [{ upn }, { upn: own }] = [await real(one), await real(other)]
  await set(other, { upn })
  await readWhole()
  const ids = [...(await byMisId(one)), ...(await byMisId(other))].map((pupil) => pupil.id).sort()
  expect(ids).toHaveLength(2)
  const asked = await questions('open')
  expect(asked.map(({ kind, subjectId }) => [kind, subjectId]).sort()).toEqual(ids.map((of) => ['upnShared', of]))
  expect(asked[0]).toMatchObject({ answers: ['noted'], unanswered: expect.stringMatching(/They stay two/) })

  const quiet = await writesIn(stack, id, readWhole)
  expect([quiet.result.state, quiet.writes]).toEqual(['nothingToDo', {}])
  expect(await questions('open')).toEqual(asked)

  // One answer says that the school knows; the question does not come back while the conflict stands.
  const answer = `/v1/schools/${id}/questions/${asked[0].id}/answer`
  expect((await stack.call('school', 'POST', answer, { answer: 'noted' })).body.state).toBe('answered')
  await readWhole()
  expect([(await questions('open')).length, (await questions('answered')).length]).toEqual([1, 1])

  await set(other, { upn: own })
  await readWhole()
  expect([await questions('open'), (await questions('lapsed')).length]).toEqual([[], 2])
})

const another = { forename: 'Quillon', surname: 'Zephyrine', legalForename: 'Quillon', legalSurname: 'Zephyrine', dateOfBirth: '2015-02-03', upn: 'H801200001001' } // prettier-ignore

test('an id that names somebody else merges nobody: the pupil stays as before, and the school is asked who is right', async () => {
  const [, , misId] = await some()
  const before = await byMisId(misId)
  await set(misId, another)
  expect((await readWhole()).state).toBe('nothingToDo')
  expect(await byMisId(misId)).toEqual(before)
  const [asked] = await questions('open')
  expect(asked).toMatchObject({ kind: 'idReused', subjectId: before[0].id, answers: ['samePerson', 'otherPerson'] })
  const quiet = await writesIn(stack, id, readWhole)
  expect([quiet.result.state, quiet.writes]).toEqual(['nothingToDo', {}])

  await stack.call('head', 'POST', `/v1/schools/${id}/questions/${asked.id}/answer`, { answer: 'otherPerson' })
  const run = await sync(stack, id)
  await stack.atRest(id)
  expect(run.counts.pupil).toMatchObject({ added: 1 })
  const left = await all(stack, 'head', `/v1/schools/${id}/pupils?state=left`)
  const now = [...(await pupils()), ...left].filter(
    ({ items }) => items['pupil.name']?.surname === 'Zephyrine' || items['pupil.upn'] === before[0].items['pupil.upn'],
  )
  expect(now.map(({ items }) => items['pupil.name'].surname).sort()).toEqual([before[0].items['pupil.name'].surname, 'Zephyrine'].sort()) // prettier-ignore
  expect(new Set(now.map((pupil) => pupil.id)).size).toBe(2)
  expect(await questions('open')).toEqual([])
  expect(await absent()).toEqual([before[0].id])
})

test('an id whose record was put right is taken over once the school says that it is the same person', async () => {
  const [, , , misId] = await some()
  const [before] = await byMisId(misId)
  await set(misId, { ...another, surname: 'Yarrowby', upn: 'X801200001002' })
  await readWhole()
  const [asked] = await questions('open')
  await stack.call('head', 'POST', `/v1/schools/${id}/questions/${asked.id}/answer`, { answer: 'samePerson' })
  await sync(stack, id)
  await stack.atRest(id)
  expect(await byMisId(misId)).toMatchObject([{ id: before.id, items: { 'pupil.name': { surname: 'Yarrowby' } } }])
  expect([await questions('open'), (await questions('lapsed')).map(({ subjectId }) => subjectId)]).toEqual([[], expect.arrayContaining([before.id])]) // prettier-ignore
})

test('a pupil who is given another UPN and surname is the same pupil, and nobody is asked', async () => {
  const [misId] = await some()
  const [before] = await byMisId(misId)
  await set(misId, { surname: 'Adopted', upn: 'L801200001003' })
  await readWhole()
  expect(await byMisId(misId)).toMatchObject([{ id: before.id, items: { 'pupil.name': { surname: 'Adopted' } } }])
  expect(await questions('open')).toEqual([])
})

async function absent(): Promise<readonly string[]> {
  const { db } = await stack.deps.schools.open(id)
  const { rows } = await sql<{ id: string }>`select id from subject where absent_since is not null`.execute(db)
  return rows.map(({ id: of }) => of)
}
