import type { Kysely, Transaction } from 'kysely'
import type { ControlDatabase } from './database.js'

/** The schools that a source calls by this id: one, as a rule. */
export async function schoolsOfSource(
  db: Kysely<ControlDatabase>,
  connector: string,
  externalId: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('source_binding')
    .select('school_id')
    .where('connector', '=', connector)
    .where('external_id', '=', externalId)
    .execute()
  return rows.map(({ school_id }) => school_id)
}

/** Whether a run of a school began since this instant, whoever asked for it. */
export async function hasRunSince(trx: Transaction<ControlDatabase>, school: string, since: Date): Promise<boolean> {
  const row = await trx
    .selectFrom('run')
    .select('id')
    .where('school_id', '=', school)
    .where('started_at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
