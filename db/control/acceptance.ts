import type { ColumnType, Kysely, Transaction } from 'kysely'
import type { GrantCode } from '../../agreement/grant-code.js'
import type { ControlDatabase } from './database.js'

export interface AcceptedBy {
  readonly name: string
  readonly role: string
}

/** An authorised person's yes to one version. */
export interface AcceptanceTable {
  school_id: string
  version: number
  accepted_by: ColumnType<AcceptedBy, string, never>
  principal_id: string
  instruction: number
  accepted_at: Date
}

/** The items a school has authorised, with their history: every version stays. */
export interface GrantTable {
  school_id: string
  version: number
  items: GrantCode[]
  instruction: number
  granted_at: Date
}

export interface Grant {
  readonly version: number
  readonly items: readonly GrantCode[]
  readonly grantedAt: Date
}

/** The grant in force, which is the newest; undefined before an acceptance. */
export async function currentGrant(db: Kysely<ControlDatabase>, school: string): Promise<Grant | undefined> {
  const row = await db
    .selectFrom('item_grant')
    .selectAll()
    .where('school_id', '=', school)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { version: row.version, items: row.items, grantedAt: row.granted_at }
}

/** The newest acceptance: on it rests whatever nobody asks for today (R11). */
export async function latestAcceptance(
  db: Kysely<ControlDatabase>,
  school: string,
): Promise<{ readonly instruction: number; readonly version: number }> {
  return db
    .selectFrom('acceptance')
    .select(['instruction', 'version'])
    .where('school_id', '=', school)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
}

export interface NewGrant {
  readonly school: string
  readonly version: number
  readonly items: readonly GrantCode[]
  readonly instruction: number
  readonly at: Date
}

/** Writes the next grant. From its commit on, reads show and syncs ask for these items only. */
export async function writeGrant(trx: Transaction<ControlDatabase>, grant: NewGrant): Promise<void> {
  const { school, version, items, instruction, at } = grant
  await trx
    .insertInto('item_grant')
    .values({ school_id: school, version, items: [...items], instruction, granted_at: at })
    .execute()
  await trx.updateTable('school').set({ grant_version: version }).where('id', '=', school).execute()
}
