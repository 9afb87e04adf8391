import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { ControlDatabase } from './database.js'
import { admitPrincipal, makePrincipal } from './principal.js'
import type { Role } from './principal.js'

export interface NewPrincipal {
  readonly id: string
  readonly role: Role
  /** The schools it speaks for; `all` those that there are. */
  readonly schools: readonly string[] | 'all'
}

export type Added =
  | { readonly token: string; readonly schools: number }
  /** The id is a caller's, or stands under an instruction that somebody gave before. */
  | { readonly refused: 'idTaken' }
  /** Which of the schools there is not, counted from 0. */
  | { readonly refused: 'noSuchSchool'; readonly index: number }

/** Makes a caller of the API that was not there before. Its token is answered once; a hash of it is kept. */
export async function addPrincipal(db: Kysely<ControlDatabase>, { id, role, schools }: NewPrincipal): Promise<Added> {
  return db.transaction().execute(async (trx) => {
    // A school that is being registered at this moment would be missing from `all`, and would not see this application either.
    await sql`lock table school in share mode`.execute(trx)
    const there = new Set((await trx.selectFrom('school').select('id').execute()).map((school) => school.id))
    const named = schools === 'all' ? [...there] : schools
    const index = named.findIndex((school) => !there.has(school))
    if (index >= 0) return { refused: 'noSuchSchool', index }
    if (await isTaken(trx, id)) return { refused: 'idTaken' }
    const token = await makePrincipal(trx, id, role)
    for (const school of named) await admitPrincipal(trx, id, school)
    return { token, schools: new Set(named).size }
  })
}

/** Whose instruction it was has to stay clear, so the id of somebody who gave one is never another's. */
async function isTaken(trx: Transaction<ControlDatabase>, id: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select exists (select 1 from principal where id = ${id})
        or exists (select 1 from instruction where given_by = ${id}) as taken`.execute(trx)
  return rows[0]?.taken ?? false
}

export interface ListedPrincipal {
  readonly id: string
  readonly role: Role
  readonly schools: readonly string[]
  readonly madeAt: Date
}

export async function listPrincipals(db: Kysely<ControlDatabase>): Promise<readonly ListedPrincipal[]> {
  const rows = await db
    .selectFrom('principal')
    .select(['id', 'role', 'made_at'])
    .orderBy('role')
    .orderBy('id')
    .execute()
  const admitted = await db.selectFrom('principal_school').selectAll().orderBy('school_id').execute()
  return rows.map(({ id, role, made_at }) => ({
    id,
    role,
    schools: admitted.filter(({ principal_id }) => principal_id === id).map(({ school_id }) => school_id),
    madeAt: made_at,
  }))
}

/** From its commit on the token opens nothing. False if there is no such caller. */
export async function removePrincipal(db: Kysely<ControlDatabase>, id: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await trx.deleteFrom('request_key').where('principal_id', '=', id).execute()
    await trx.deleteFrom('principal_school').where('principal_id', '=', id).execute()
    const { numDeletedRows } = await trx.deleteFrom('principal').where('id', '=', id).executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  })
}
