import type { Kysely } from 'kysely'
import { connect } from '../db/connect.js'
import type { KeyringDatabase } from '../vault/keyring/database.js'

export interface KeyRow {
  readonly id: string
  readonly subject_id: string | null
}

/** To look into the keyring past the product's own code. Whoever opened it ends it. */
export function lookIntoKeyring(keyringUrl: string): Kysely<KeyringDatabase> {
  return connect(keyringUrl, { max: 2, idleMs: 30_000 })
}

/** Every key that there is of a school. */
export async function keyringRows(db: Kysely<KeyringDatabase>, school: string): Promise<readonly KeyRow[]> {
  return db.selectFrom('key').select(['id', 'subject_id']).where('school_id', '=', school).execute()
}
