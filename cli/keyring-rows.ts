import type { Kysely } from 'kysely'
import { connect } from '../db/connect.js'
import type { KeyringDatabase } from '../vault/keyring/database.js'

export interface KeyRow {
  readonly id: string
  readonly subject_id: string | null
}

/** Every key that there is of a school, by looking into the keyring past the product's own code. */
export async function keyringRows(keyringUrl: string, school: string): Promise<readonly KeyRow[]> {
  const db: Kysely<KeyringDatabase> = connect(keyringUrl, { max: 1, idleMs: 1_000 })
  try {
    return await db.selectFrom('key').select(['id', 'subject_id']).where('school_id', '=', school).execute()
  } finally {
    await db.destroy()
  }
}
