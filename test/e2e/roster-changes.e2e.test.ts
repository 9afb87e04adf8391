import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zip } from '../../simulators/oneroster/csv/zip.js'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { plannerOn } from '../support/planner.js'
import { all, makeSimSchool, onboard, sync } from '../support/schools.js'
import type { SimSchool } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { truthOf } from '../support/state.js'
import { devServer } from '../support/temporal.js'

let env: TestWorkflowEnvironment
let stack: Stack
let school: SimSchool
let id: string
let dropFolder: string
beforeAll(async () => {
  dropFolder = await mkdtemp(join(tmpdir(), 'rosters-'))
  await mkdir(join(dropFolder, 'daily'))
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env, agreements: [plannerOn('oneroster')], dropFolder })
  school = await makeSimSchool(stack, { pupils: 90 })
  await put('2026-11-10', await offered())
  const source = { connector: 'oneroster', format: 'csv', version: '1.2', schoolId: school.id, baseUrl: 'drop:daily' }
  id = await onboard(stack, school, undefined, { agreement: 'planner-on-oneroster', source })
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await env?.teardown()
  await rm(dropFolder, { recursive: true, force: true })
})

const zipOf = (day: string) => join(dropFolder, 'daily', `${day}.zip`)
const put = (day: string, bytes: Buffer) => writeFile(zipOf(day), bytes)
async function offered(more = ''): Promise<Buffer> {
  const answer = await fetch(`${stack.simulator}/oneroster/${school.id}.zip?version=1.2${more}`)
  return Buffer.from(await answer.arrayBuffer())
}
/** The simulator's clock stands still, so these are all changes since the whole package. */
async function changes(): Promise<Buffer> {
  const { body } = await stack.sim('GET', '/_sim/clock')
  return offered(`&since=${body.now}`)
}
const happens = (event: object) => stack.sim('POST', `/_sim/schools/${school.id}/events`, { events: [event] })
const held = async () => {
  const pupils = await all(stack, 'application', `/v1/schools/${id}/pupils`)
  const places = ({ items }: (typeof pupils)[number]) => [items['pupil.name'].surname, items['pupil.registrationGroup']]
  return pupils.map((pupil) => [pupil.items['pupil.misId'], ...places(pupil)]).sort()
}
const real = async () => {
  const { pupils } = await truthOf(stack, school)
  return pupils.map((one: Record<string, string>) => [one['misId'], one['surname'], one['registrationGroup']]).sort()
}

test('whoever a package of changes says is to be deleted is a stated leaver and hidden at once, and nobody else [R35]', async () => {
  expect(await held()).toEqual(await real())
  const { misId } = (await truthOf(stack, school)).pupils[9]
  await happens({ do: 'leave', misId })
  await put('2026-11-11', await changes())
  // An absence alone would have waited for a second read.
  expect(await sync(stack, id)).toMatchObject({ state: 'applied', counts: { pupil: { removed: 1, changed: 0 } } })
  expect(await held()).toEqual(await real())
})

test('the next one is read over both, and writes what changed and nothing else [R07]', async () => {
  const { misId } = (await truthOf(stack, school)).pupils[7]
  await happens({ do: 'rename', misId, surname: 'Quillfeather' })
  await happens({ do: 'join' })
  await put('2026-11-12', await changes())
  expect(await sync(stack, id)).toMatchObject({
    state: 'applied',
    counts: { pupil: { changed: 1, added: 1, removed: 0 } },
  })
  expect(await held()).toEqual(await real())
  expect((await sync(stack, id)).state).toBe('nothingToDo')
})

test('one that cannot be read, or has no whole one before it, changes nothing and says where', async () => {
  const before = await held()
  const users = 'sourcedId,status,givenName,familyName\nu1,gone,Secret,Secret\n'
  const bad = zip([
    { name: 'manifest.csv', content: Buffer.from('propertyName,value\noneroster.version,1.2\nfile.users,delta\n') },
    { name: 'users.csv', content: Buffer.from(users) },
  ])
  await put('2026-11-13', bad)
  const refused = await sync(stack, id)
  expect([refused.state, refused.reason]).toEqual([
    'refused',
    expect.stringContaining('2026-11-13/users.csv line 2 column 2 (status): unknown'),
  ])
  expect(refused.reason).not.toMatch(/Secret|gone/)
  await rm(zipOf('2026-11-13'))
  await rm(zipOf('2026-11-10'))
  const baseless = await sync(stack, id)
  expect([baseless.state, baseless.reason]).toEqual(['refused', expect.stringContaining('no_whole_package')])
  expect(await held()).toEqual(before)
})
