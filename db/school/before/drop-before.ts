import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'
import type { SchoolTransaction } from '../transaction.js'

/** How long a run can be undone, and so how long what it replaced is kept. */
export const UNDOABLE_DAYS = 7

const nothing = sql`before = null, before_ref = null`
/** The id of the key stands at the head of what it sealed. */
const keyId = sql`encode(substring(before from 2 for 16), 'hex')::uuid`

/** Lets go of what was replaced so long ago that nobody can undo it any more. */
export async function dropBeforesUntil(db: Kysely<SchoolDatabase>, at: Date): Promise<void> {
  await sql`
    update change set ${nothing}
     where before is not null and at <= ${at}::timestamptz - ${`${UNDOABLE_DAYS} days`}::interval`.execute(db)
}

/** Lets go of what groups were called that lies under these keys: a name may be that of the only pupil, and goes with them. */
export async function dropGroupsUnder({ db }: SchoolTransaction, keyIds: readonly string[]): Promise<void> {
  await sql`
    update change set ${nothing}
     where before is not null and kind = 'group' and ${keyId} = any(${[...keyIds]}::uuid[])`.execute(db)
}

/** The same of these groups, whatever it lies under. */
export async function dropGroups({ db }: SchoolTransaction, groups: readonly string[]): Promise<void> {
  await sql`
    update change set ${nothing}
     where before is not null and kind = 'group' and record_id = any(${[...groups]}::uuid[])`.execute(db)
}

/** Lets go of single ones, by their entries. */
export async function dropBefores({ db }: SchoolTransaction, entries: readonly number[]): Promise<void> {
  if (entries.length > 0) await sql`update change set ${nothing} where seq = any(${[...entries]}::bigint[])`.execute(db)
}
