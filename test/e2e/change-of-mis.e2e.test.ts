import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedAgreements } from '../../agreement/shipped.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { everybodyOf, lastTold, toldSince } from '../support/everybody.js'
import { all, makeSimSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf, writesIn } from '../support/state.js'
import { devServer } from '../support/temporal.js'

const planner = shippedAgreements().find(({ id: of }) => of === 'seating-planner')!
const PUPILS = 80

let env: TestWorkflowEnvironment
let stack: Stack
beforeAll(async () => {
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

const makeSchool = (seed: string) => makeSimSchool(stack, { pupils: PUPILS, profile: 'secondary11to16', seed })
const happen = async ({ id }: SimSchool, event: Record<string, unknown>) =>
  expect((await stack.sim('POST', `/_sim/schools/${id}/events`, { events: [event] })).status).toBe(200)
const overXporter = ({ credentials }: SimSchool) => {
  const { schoolId, relyingParty, schoolSecret } = credentials.xporter
  const source = { connector: 'xporter', baseUrl: stack.simulator, schoolId, relyingParty, schoolSecret }
  return { agreement: planner.id, source }
}
const namesFromTheSource = (school: string) =>
  identityKinds(school).then((kinds) => kinds.filter((kind) => kind !== 'upn'))

/** The kinds of name held of those who are not listed any more. */
async function identityKinds(school: string): Promise<readonly string[]> {
  const { db } = await stack.deps.schools.open(school)
  const { rows } = await sql<{ kind: string }>`
    select key_kind as kind from identity join subject on subject.id = subject_id where absent_since is not null`.execute(
    db,
  )
  return rows.map(({ kind }) => kind)
}

/** A school in whose life something is under way: leavers, a withdrawal, a stay, a suppression, and somebody erased who is still listed. */
async function livedIn(school: SimSchool, more: Record<string, unknown> = {}): Promise<string> {
  const id = await onboard(stack, school, undefined, more)
  const path = `/v1/schools/${id}`
  const pupils = await all(stack, 'head', `${path}/pupils`)
  const settled = pupils.filter(({ items }) => items['pupil.upn'] !== null && items['pupil.leavingDate'] === null)
  const [withdrawn, leaver, named, hidden, stayed] = settled.map((pupil) => pupil.id)
  const said = async (to: string, body?: object) =>
    expect((await stack.call('head', 'POST', `${path}${to}`, body)).status).toBe(201)
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  await said('/withdrawals', { pupilId: withdrawn, item: 'pupil.gender' })
  await said('/leavers', { pupilId: named })
  await said(`/pupils/${hidden}/suppression`)
  await said(`/pupils/${stayed}/stay`, { kind: 'legal', reviewBy: inAMonth })
  const { items } = settled.find((pupil) => pupil.id === leaver)!
  await happen(school, { do: 'leave', misId: items['pupil.misId'] })
  await sync(stack, id)
  await stack.atRest(id)
  return id
}

/** A run, and what it changed of all that it has to leave alone. */
async function nightOf(id: string) {
  await stack.atRest(id)
  const [before, told] = [await everybodyOf(stack, id), await lastTold(stack, id)]
  const run = await sync(stack, id)
  await stack.atRest(id)
  return { run, before, after: await everybodyOf(stack, id), told: await toldSince(stack, id, told) }
}

test.for([
  ['gives everybody numbers that nobody had', {}],
  ['gives everybody the number of somebody else', { numbers: 'reused' }],
] as const)(
  'keeps everybody, and all that was said of them, when the MIS %s',
  { timeout: 60_000 },
  async ([what, event]) => {
    const school = await makeSchool(`change-of-mis ${what}`)
    const id = await livedIn(school)
    await happen(school, { do: 'changeMis', ...event })
    const { run, before, after, told } = await nightOf(id)

    expect(run).toMatchObject({ state: 'applied', verdict: { apply: true } })
    const staff = (await truthOf(stack, school)).staff.length
    const { pupil } = run.completeness.rekeyed
    expect(run.completeness.rekeyed).toEqual({ pupil, staff })
    expect(run.counts.pupil).toMatchObject({ added: 0, changed: pupil, removed: 0 })
    expect(run.counts.staff).toMatchObject({ added: 0, changed: staff, removed: 0 })
    expect(run.reason).toBe(
      `The school’s MIS or connector is another: ${pupil} of kind pupil and ${staff} of kind staff found again under other ids.`,
    )
    expect(after).toEqual(before)
    expect(told).toEqual({ 'pupil changed': pupil, 'staff changed': staff })
    const shown = await all(stack, 'head', `/v1/schools/${id}/pupils`)
    const now = new Map<string, string | null>(
      (await truthOf(stack, school)).pupils.map(({ misId, upn }: Record<string, string>) => [misId, upn]),
    )
    for (const { items } of shown) expect(items['pupil.upn']).toBe(now.get(items['pupil.misId']))
    // Of those who left before, nothing is kept by which the new MIS might mean somebody else.
    expect(await namesFromTheSource(id)).toEqual([])
    expect((await identityKinds(id)).length).toBeGreaterThan(0)

    const quiet = await writesIn(stack, id, () => sync(stack, id))
    expect([quiet.result.state, quiet.result.reason, quiet.writes]).toEqual(['nothingToDo', null, {}])
  },
)

test('takes nobody for another where the source makes its ids of the MIS’s numbers, and these are dealt out anew', async () => {
  const school = await makeSchool('numbers for ids')
  await stack.sim('PUT', `/_sim/schools/${school.id}/habits`, { xids: 'missing' })
  const id = await onboard(stack, school, undefined, overXporter(school))
  const listed = async () => new Set((await truthOf(stack, school)).pupils.map(({ misId }: { misId: string }) => misId))
  const idsBefore = await listed()
  await happen(school, { do: 'changeMis', numbers: 'reused' })
  expect([...(await listed())].filter((misId) => idsBefore.has(misId)).length).toBeGreaterThan(2)
  const { run, before, after, told } = await nightOf(id)
  expect(run).toMatchObject({
    state: 'applied',
    counts: { pupil: { added: 0, removed: 0 }, staff: { added: 0, removed: 0 } },
  })
  expect(after).toEqual(before)
  // Xporter's hash of a photograph's row has the pupil's number in it: the same picture is taken once more.
  expect(Object.keys(told).sort()).toEqual(['photo changed', 'pupil changed', 'staff changed'])
}, 60_000)

test('keeps a withdrawal from the first read of a new MIS on [R02][R04]', async () => {
  const school = await makeSchool('withdrawn before')
  const id = await onboard(stack, school)
  const path = `/v1/schools/${id}`
  const one = (await all(stack, 'head', `${path}/pupils`)).find(({ items }) => items['pupil.upn'] !== null)!
  await stack.call('head', 'POST', `${path}/withdrawals`, { pupilId: one.id, item: 'pupil.gender' })
  await sync(stack, id)
  await stack.atRest(id)
  await happen(school, { do: 'changeMis' })
  await sync(stack, id)
  const shown = (await stack.call('head', 'GET', `${path}/pupils/${one.id}`)).body
  expect(shown).toMatchObject({ state: 'onRoll', items: { 'pupil.upn': one.items['pupil.upn'] } })
  expect(shown.items['pupil.misId']).not.toBe(one.items['pupil.misId'])
  expect(shown.items).not.toHaveProperty(['pupil.gender'])
  const told = await lastTold(stack, id)
  expect((await sync(stack, id)).state).toBe('nothingToDo')
  expect(await toldSince(stack, id, told)).toEqual({})
})

test('believes nobody to be gone, and asks, where neither number nor name tells who is who', async () => {
  const school = await makeSchool('unknown to us')
  const items = ['pupil.misId', 'pupil.yearGroup', 'pupil.gender', 'staff.misId', 'group.name', 'group.type']
  const id = await onboard(stack, school, items, overXporter(school))
  await happen(school, { do: 'changeMis', numbers: 'reused' })
  const { run, before, after, told } = await nightOf(id)
  expect(run).toMatchObject({ state: 'refused', verdict: { because: 'rekey', kind: 'pupil' } })
  expect(run.verdict.missing).toBeGreaterThan(PUPILS - 5)
  expect(run.reason).toMatch(/ask the school whether it changed its MIS\.$/)
  expect([after, told]).toEqual([before, {}])
  expect((await stack.call('operator', 'GET', `/v1/schools/${id}`)).body).toMatchObject({
    phase: 'active',
    needsAttention: 'SchoolRekeyed',
  })
})

test.for([
  ['the connector’s own', 'given'],
  ['made of numbers that are dealt out anew', 'missing'],
] as const)('finds everybody by name and first day where the UPN is not granted and ids are %s', async ([, xids]) => {
  const school = await makeSchool(`without numbers ${xids}`)
  await stack.sim('PUT', `/_sim/schools/${school.id}/habits`, { xids })
  const { items } = planner
  const granted = items
    .filter((item) => item.default === 'granted' && item.code !== 'pupil.upn')
    .map(({ code }) => code)
  const id = await onboard(stack, school, granted, overXporter(school))
  const { db } = await stack.deps.schools.open(id)
  expect(await db.selectFrom('identity').select('subject_id').where('key_kind', '=', 'upn').execute()).toEqual([])
  await happen(school, { do: 'changeMis', numbers: 'reused' })
  const { run, before, after } = await nightOf(id)
  expect(run).toMatchObject({ counts: { pupil: { added: 0, removed: 0 }, staff: { added: 0, removed: 0 } } })
  expect(after).toEqual(before)
})

test('takes those for newcomers and leavers who came and went while the MIS changed and nobody read it [R06]', async () => {
  const school = await makeSchool('over a summer')
  const id = await onboard(stack, school)
  const { pupils } = await truthOf(stack, school)
  const staying = pupils.filter(({ leavingDate }: { leavingDate: string | null }) => leavingDate === null)
  const leavers: string[] = staying.slice(0, 12).map(({ misId }: { misId: string }) => misId)
  const summer = new Date(Date.now() - 60 * 86_400_000)
  await stack.control.updateTable('school').set({ last_whole_read_at: summer }).where('id', '=', id).execute()
  for (const misId of leavers) await happen(school, { do: 'leave', misId })
  for (const _ of leavers) await happen(school, { do: 'join' })
  await happen(school, { do: 'changeMis', numbers: 'reused' })
  const { run, before, after: held } = await nightOf(id)
  // Twelve of sixty whom nobody states to have left wait for somebody to look at them; the twelve who came are here.
  expect(run).toMatchObject({ state: 'held', counts: { pupil: { added: 12, removed: 0 } } })
  expect(run.verdict.held).toMatchObject([{ reason: 'unexplainedPupils', figures: { count: 12 } }])
  for (const one of Object.keys(before.states)) expect(held.states[one]).toEqual(before.states[one])
  const [{ id: hold }] = (await stack.call('school', 'GET', `/v1/schools/${id}/holds?state=open`)).body.data
  await stack.call('school', 'POST', `/v1/schools/${id}/holds/${hold}/release`)
  await stack.atRest(id)
  const after = await everybodyOf(stack, id)
  expect(run.completeness.rekeyed.pupil).toBe(pupils.length - 12)
  const stayed = Object.keys(before.states).filter((one) => before.states[one] === after.states[one])
  expect(Object.keys(before.states)).toHaveLength(stayed.length + 12)
  expect(stayed.map((one) => [after.upns[one], after.names[one]])).toEqual(
    stayed.map((one) => [before.upns[one], before.names[one]]),
  )
})
