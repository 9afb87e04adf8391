import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { askForAllMarks, marksShown, pupilsShown, registerBetween, text } from '../support/register.js'
import { makeSimSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { registerSearchAttributes } from '../support/search-attributes.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { writesIn } from '../support/state.js'
import { timeSkippingServer } from '../support/temporal.js'

// A Thursday in November, wherever the machine's calendar stands: three months of a school year, the half term three weeks ago.
let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string
let year: number
let today: string

beforeAll(async () => {
  env = await timeSkippingServer()
  await registerSearchAttributes(env, searchAttributeKeys)
  const began = await env.currentTimeMs()
  today = thursdayAfter(began)
  year = Number(today.slice(0, 4))
  await env.sleep(Date.parse(`${today}T12:00:00Z`) - began)
  const now = new Date(await env.currentTimeMs())
  stack = await startStack({ env, clock: () => now, simulatorDate: now.toISOString() })
  school = await makeSimSchool(stack, { pupils: 60, profile: 'secondary11to16', seed: 'planner-marks' })
  const { schoolId, relyingParty, schoolSecret } = school.credentials.xporter
  const source = { connector: 'xporter', baseUrl: stack.simulator, schoolId, relyingParty, schoolSecret }
  id = await onboard(stack, school, undefined, { agreement: 'seating-planner', source })
}, 120_000)

afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
})

/** The first Thursday from the 19th of November on, of this year or the next. */
function thursdayAfter(instant: number): string {
  const from = new Date(instant).getUTCFullYear()
  const start = [from, from + 1].map((of) => Date.parse(`${of}-11-19`)).find((day) => day > instant) ?? 0
  const day = new Date(start)
  day.setUTCDate(day.getUTCDate() + ((11 - day.getUTCDay()) % 7))
  return day.toISOString().slice(0, 10)
}

const daysAgo = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10)
const happen = (event: object) => stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [event] })

interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

async function runAndRequests() {
  await stack.sim('DELETE', '/_sim/requests')
  const { result, writes } = await writesIn(stack, id, () => sync(stack, id))
  const { data } = (await stack.sim('GET', `/_sim/requests?schoolId=${school.id}`)).body as { data: Asked[] }
  return { result, writes, marks: data.filter(({ path }) => path.includes('Attendance')) }
}

test('holds and serves the year’s marks of everybody on roll, as the register has them, and of nobody else', async () => {
  const register = await registerBetween(stack, school, `${year}-09-01`, today)
  const pupils = await pupilsShown(stack, id)
  expect(register.length).toBeGreaterThan(60 * 80)
  for (const pupil of pupils) {
    const own = register.filter(({ misId }) => misId === pupil.misId)
    expect((await marksShown(stack, id, pupil.id)).map(text)).toEqual(own.map(text))
  }
  const [run] = (await stack.call('operator', 'GET', `/v1/schools/${id}/syncs`)).body.data
  expect(run).toMatchObject({ state: 'applied', reason: null, counts: { attendance: { changed: 0, removed: 0 } } })
  expect(run.completeness.notPermitted).not.toContain('pupil.attendance')
})

test('asks a quiet night for the marks of the last days, in one page, and writes nothing', async () => {
  const { result, writes, marks } = await runAndRequests()
  expect([result.state, result.reason, writes]).toEqual(['nothingToDo', null, {}])
  // A day more on each side, for bounds that may lie beside the days that are meant.
  const days = { DateFrom: daysAgo(8), DateTo: daysAgo(-1) }
  expect(marks.map(({ query }) => ({ ...query }))).toEqual([
    expect.objectContaining({ ...days, pageSize: '1' }),
    expect.objectContaining({ ...days, onlyGetDbStatus: 'true' }),
    expect.objectContaining({ ...days, page: '1', pageSize: '25000' }),
  ])
})

const codesOf = async (pupil: string) =>
  new Map((await marksShown(stack, id, pupil)).map((mark) => [`${mark.date} ${mark.session}`, mark.code]))

/** Somebody who was there in both halves of days: what is then marked otherwise is a change, whoever is listed first. */
async function presentOn(...halves: readonly string[]) {
  for (const pupil of await pupilsShown(stack, id)) {
    const codes = await codesOf(pupil.id)
    if (halves.every((half) => ['/', '\\'].includes(codes.get(half) ?? ''))) return pupil
  }
  throw new Error('nobody was there on both days')
}

test('finds a mark of the last days the night after, and one that was corrected later with the week’s whole read', async () => {
  const pupil = await presentOn(`${daysAgo(2)} AM`, `${daysAgo(13)} PM`)
  const { misId } = pupil
  await happen({ do: 'mark', misId, on: daysAgo(2), session: 'AM', code: 'M' })
  await happen({ do: 'mark', misId, on: daysAgo(13), session: 'PM', code: 'O' })
  const one = { [`attendance_${year}`]: { updated: 1 }, change: { inserted: 1 } }
  const first = await runAndRequests()
  expect(first.result).toMatchObject({ state: 'applied', counts: { attendance: { added: 0, changed: 1, removed: 0 } } })
  expect(first.writes).toEqual(one)
  const codes = () => codesOf(pupil.id)
  expect((await codes()).get(`${daysAgo(2)} AM`)).toBe('M')
  expect((await codes()).get(`${daysAgo(13)} PM`)).not.toBe('O')
  await askForAllMarks(stack, id)
  expect((await runAndRequests()).writes).toEqual(one)
  expect((await codes()).get(`${daysAgo(13)} PM`)).toBe('O')
})

test('keeps what it has of a register that is not shared any more, and asks for none of it', async () => {
  const [pupil] = await pupilsShown(stack, id)
  const before = await marksShown(stack, id, pupil!.id)
  await stack.sim('PUT', `/_sim/schools/${school.id}/permissions`, { denied: ['xporter.Attendance'] })
  const { result, marks } = await runAndRequests()
  expect(result.completeness.notPermitted).toContain('pupil.attendance')
  expect(marks).toEqual([])
  expect(await marksShown(stack, id, pupil!.id)).toEqual(before)
})
