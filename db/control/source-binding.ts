import type { ColumnType, Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** Which source a school's records come from. The secret is sealed under the school's `secrets` key. */
export interface SourceBindingTable {
  school_id: string
  connector: string
  /** The school's id at the source: what every answer is compared with before it is believed (R46). */
  external_id: string
  settings: ColumnType<unknown, string, string>
  sealed_secret: Buffer
}

export interface SourceBinding {
  readonly connector: string
  readonly externalId: string
  readonly settings: unknown
  readonly sealedSecret: Buffer
}

export async function findBinding(db: Kysely<ControlDatabase>, school: string): Promise<SourceBinding | undefined> {
  const row = await db.selectFrom('source_binding').selectAll().where('school_id', '=', school).executeTakeFirst()
  return (
    row && {
      connector: row.connector,
      externalId: row.external_id,
      settings: row.settings,
      sealedSecret: row.sealed_secret,
    }
  )
}

/** What a sealed source secret is bound to. */
export const aboutSourceSecret = (school: string) => `source/${school}`
