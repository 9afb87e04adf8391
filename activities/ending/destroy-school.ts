import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import { findCertificate } from '../../db/control/certificate.js'
import { changeTermination, standingTermination } from '../../db/control/termination.js'
import type { HeldCounts } from '../../db/control/termination.js'
import { dropSchoolDatabase, schoolDatabaseExists } from '../../db/provision/school-database.js'
import { lastSeq } from '../../db/school/change.js'
import { goneUnproven } from '../../db/school/erase/gone-unproven.js'
import type { Unproven } from '../../db/school/erase/gone-unproven.js'
import type { SchoolDatabase } from '../../db/school/database.js'
import { SchoolNotProvisioned } from '../../db/school/pools.js'
import { KeyDestroyed } from '../../vault/key-destroyed.js'
import { beating } from '../beat.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'
import { lookAtEnding } from './next-ending.js'

/** Signals a school's lifecycle if there is one, and starts none. */
export type Wake = (school: string) => Promise<void>

export interface DestroySchoolActivities {
  /** The point of no return: counts what is held, and lets nobody take the end back. Answers false if the time for it has not come. */
  beginErasing(input: { readonly school: string; readonly at: string }): Promise<boolean>
  /** Destroys keys, database, login role and what control knew of them. Repeatable; answers how many of these there still were. */
  destroySchool(input: { readonly school: string }): Promise<number>
}

export function destroySchoolActivities(deps: ActivityDependencies, wake: Wake): DestroySchoolActivities {
  return {
    beginErasing: ({ school, at }) =>
      beating(async () => {
        const begun = await begin(deps, school, new Date(at))
        // Ends the lifecycle by itself; one that does not hear is deleted with its history.
        if (begun) await wake(school).catch(() => undefined)
        return begun
      }),
    destroySchool: ({ school }) => beating(() => destroy(deps, school)),
  }
}

async function begin(deps: ActivityDependencies, school: string, at: Date): Promise<boolean> {
  // Begun before, there may be no database to count in any more; what was held was kept then.
  if ((await standingTermination(deps.control, school))?.keys_go_at) return true
  return deps.control.transaction().execute(async (trx) => {
    const ending = await lookAtEnding(trx, school, at)
    if (!ending) return false
    const { termination, plan } = ending
    if (termination.keys_go_at !== null) return true
    if (plan.eraseAt === null || plan.eraseAt > at.getTime()) return false
    // With the school locked: an erasure is proven before, and its people are not counted here, or not at all.
    const { held, last } = await countHeld(deps, trx, school)
    await changeTermination(trx, termination.id, { keys_go_at: at, held: JSON.stringify(held), last_seq: last })
    return true
  })
}

/** Nothing, for a school whose database was never made. */
async function countHeld(
  { schools }: ActivityDependencies,
  control: Kysely<ControlDatabase>,
  school: string,
): Promise<{ readonly held: HeldCounts; readonly last: number }> {
  try {
    const { db } = await schools.open(school)
    const { rows, unproven } = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (trx) => ({ rows: await countRows(trx), unproven: await goneUnproven(trx) }))
    return { held: await withUnproven(control, rows, unproven), last: await lastSeq(db) }
  } catch (error) {
    if (error instanceof SchoolNotProvisioned || error instanceof KeyDestroyed) return { held: {}, last: 0 }
    throw error
  }
}

async function countRows(db: Kysely<SchoolDatabase>): Promise<HeldCounts> {
  const { rows } = await sql<{ kind: string; count: number }>`
    select kind, count(*)::int as count from subject group by 1
    union all select kind || ' record', count(*)::int from record group by 1
    union all select 'membership', count(*)::int from membership
    union all select 'fact', count(*)::int from fact
    union all select 'attendance', count(*)::int from attendance
    union all select case when part = 'photo' then 'photo' else 'result' end, count(*)::int from part group by 1
    union all select 'feed entry', count(*)::int from change
    order by 1`.execute(db)
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]))
}

/** Those whom this end overtook: gone, and no certificate speaks of them yet. It is the school's own that will. */
async function withUnproven(
  control: Kysely<ControlDatabase>,
  rows: HeldCounts,
  unproven: readonly Unproven[],
): Promise<HeldCounts> {
  const held = { ...rows }
  for (const { erasure, kind, count } of unproven)
    if (!(await findCertificate(control, erasure))) held[kind] = (held[kind] ?? 0) + count
  return held
}

async function destroy({ control, keyring }: ActivityDependencies, school: string): Promise<number> {
  await refuseUnlessBegun(control, school)
  const found = (await keyring.keysLeft(school)) + ((await schoolDatabaseExists(control, school)) ? 1 : 0)
  // Keys before rows: what is left of the database after a crash opens no more, here or in any copy.
  await keyring.destroySchool(school)
  await dropSchoolDatabase(control, school)
  await forget(control, school)
  if ((await keyring.keysLeft(school)) > 0 || (await schoolDatabaseExists(control, school)))
    throw failure('EndingIncomplete')
  return found
}

/** The last look before what cannot be undone: a mistaken call destroys nothing. */
async function refuseUnlessBegun(control: Kysely<ControlDatabase>, school: string): Promise<void> {
  const begun = await control
    .selectFrom('termination')
    .select('id')
    .where('school_id', '=', school)
    .where('taken_back_at', 'is', null)
    .where('keys_go_at', 'is not', null)
    .executeTakeFirst()
  if (!begun) throw failure('EndingUnconfirmed', 'Nothing is destroyed before the end of the school was begun.')
}

/** What control knew of the source and the database; what was asked and done stays, as evidence. */
async function forget(control: Kysely<ControlDatabase>, school: string): Promise<void> {
  await control.transaction().execute(async (trx) => {
    for (const table of ['source_binding', 'school_database', 'provision_step', 'timer_aggregate', 'aspect'] as const)
      await trx.deleteFrom(table).where('school_id', '=', school).execute()
    await trx.updateTable('school').set({ open_questions: 0, next_ask_at: null }).where('id', '=', school).execute()
  })
}
