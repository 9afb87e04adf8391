import type { ColumnType, Generated, Kysely } from 'kysely'
import type { Agreement } from '../../agreement/agreement.js'
import type { ControlDatabase } from './database.js'

/** One version of an agreement, as it was when a school could accept it. Never changed. */
export interface AgreementVersionTable {
  id: string
  version: number
  document: ColumnType<Agreement, string, never>
  published_at: Generated<Date>
}

/** Keeps what the files of this release say. A version that is already known stays as it was. */
export async function publishAgreements(db: Kysely<ControlDatabase>, agreements: readonly Agreement[]): Promise<void> {
  if (agreements.length === 0) return
  await db
    .insertInto('agreement_version')
    .values(
      agreements.map((agreement) => ({
        id: agreement.id,
        version: agreement.version,
        document: JSON.stringify(agreement),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function findAgreement(
  db: Kysely<ControlDatabase>,
  id: string,
  version: number,
): Promise<Agreement | undefined> {
  const row = await db
    .selectFrom('agreement_version')
    .select('document')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.document
}

/** Every version of every agreement, or of one, newest first. */
export async function listAgreements(db: Kysely<ControlDatabase>, id?: string): Promise<readonly Agreement[]> {
  const rows = await db
    .selectFrom('agreement_version')
    .select('document')
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .orderBy('id')
    .orderBy('version', 'desc')
    .execute()
  return rows.map(({ document }) => document)
}
