import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import { connect } from '../../db/connect.js'
import { syncId } from '../../workflows/school/ids.js'
import { all } from './schools.js'
import type { Stack } from './stack.js'

/** The weeks of marks that a school holds, sealed, in the order of their ids. */
export async function weeksHeldOf(stack: Stack, school: string) {
  const { db } = await stack.deps.schools.open(school)
  const rows = await db.selectFrom('attendance').selectAll().orderBy('id').execute()
  return rows.map(({ digest, sealed, ...row }) => ({
    ...row,
    digest: digest.toString('hex'),
    sealed: sealed.toString('hex'),
  }))
}

/** How many keys of people a school has, by part. */
export async function subjectKeysOf(stack: Stack, school: string): Promise<Record<string, number>> {
  const keyring = connect<unknown>(stack.databases.keyringUrl, { max: 1, idleMs: 1_000 })
  const { rows } = await sql<{ part: string; count: number }>`
    select part, count(*)::int as count from key
     where school_id = ${school} and subject_id is not null group by part`.execute(keyring)
  await keyring.destroy()
  return Object.fromEntries(rows.map(({ part, count }) => [part, count]))
}

/** Everything of a school that is no attendance and no telling of it, row by row. */
export async function rowsBeside(stack: Stack, school: string): Promise<Record<string, string[]>> {
  const { db } = await stack.deps.schools.open(school)
  const tables = ['record', 'subject', 'identity', 'membership', 'fact', 'stay', 'tombstone', 'timer'] as const
  const dumps: Record<string, string[]> = {}
  for (const table of tables) {
    const { rows } = await sql<{ line: string }>`select t::text as line from ${sql.table(table)} t order by 1`.execute(
      db,
    )
    dumps[table] = rows.map(({ line }) => line)
  }
  return dumps
}

/** What the newest certificate says was held. */
export async function heldByLastCertificate(stack: Stack, school: string): Promise<unknown[]> {
  const { data } = (await stack.call('head', 'GET', `/v1/schools/${school}/certificates?limit=500`)).body
  const [newest] = data
  return (await stack.call('head', 'GET', `/v1/certificates/${newest.id}`)).body.held
}

/** The activities of one run, by name. */
export async function activitiesOfRun(env: TestWorkflowEnvironment, school: string, run: string): Promise<string[]> {
  const { events } = await env.client.workflow.getHandle(syncId(school, run)).fetchHistory()
  return (events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [])
}

/** The id of the key that sealed these bytes, in hex. */
export const keyIdIn = (sealed: string) =>
  sealed.slice(2, 34).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Waits until what was withdrawn is out of every document. */
export async function strippedToGrant(stack: Stack, school: string): Promise<void> {
  for (;;) {
    const query = stack.control.selectFrom('school').select(['grant_version', 'stripped_version'])
    const row = await query.where('id', '=', school).executeTakeFirstOrThrow()
    if (row.grant_version === row.stripped_version) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A pupil whose marks may not go before somebody says so (K18), and how to say so. */
export async function stayAPupil(
  stack: Stack,
  school: string,
  now: Date,
): Promise<readonly [string, { readonly end: () => Promise<void> }]> {
  // Nobody who is to leave: a stay that ends lets such a one go whole.
  const pupils = await all(stack, 'head', `/v1/schools/${school}/pupils`)
  const stays = pupils.filter(({ items }) => items['pupil.yearGroup'] === '3' && items['pupil.leavingDate'] === null)
  const pupil: string = stays[0].id
  const path = `/v1/schools/${school}/pupils/${pupil}/stay`
  const reviewBy = new Date(now.getTime() + 80 * 86_400_000).toISOString().slice(0, 10)
  const { status } = await stack.call('head', 'POST', path, { kind: 'legal', reviewBy })
  if (status !== 201) throw new Error(`the stay was answered ${status}`)
  return [
    pupil,
    {
      end: async () => {
        const ended = await stack.call('head', 'DELETE', path)
        if (ended.status !== 200) throw new Error(`the end of the stay was answered ${ended.status}`)
      },
    },
  ]
}
