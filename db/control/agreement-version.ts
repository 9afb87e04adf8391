import { sql } from 'kysely'
import type { ColumnType, Generated, Kysely, Transaction } from 'kysely'
import type { Agreement } from '../../agreement/agreement.js'
import type { ControlDatabase } from './database.js'

/** One version of an agreement, as it was when a school could accept it. Never changed. */
export interface AgreementVersionTable {
  id: string
  version: number
  document: ColumnType<Agreement, string, never>
  published_at: Generated<Date>
}

/**
 * Keeps what the files of this release say. A version that a school accepted is never changed: throws a sentence for a file that would.
 * Until then its file may still be corrected.
 */
export async function publishAgreements(db: Kysely<ControlDatabase>, agreements: readonly Agreement[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const agreement of agreements) await publish(trx, agreement)
  })
}

async function publish(trx: Transaction<ControlDatabase>, agreement: Agreement): Promise<void> {
  const { id, version } = agreement
  const document = JSON.stringify(agreement)
  await trx
    .insertInto('agreement_version')
    .values({ id, version, document })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  // Locked, so that nobody accepts what is just being corrected.
  const { rows } = await sql<{ changed: boolean }>`
    select document <> ${document}::jsonb as changed from agreement_version where id = ${id} and version = ${version}
    for update`.execute(trx)
  if (!rows[0]?.changed) return
  if (await wasAccepted(trx, id, version))
    throw new Error(
      `The file of ${id}, version ${version}, says something else than the version that schools accepted; restore it, and give what changed a higher \`version\`.`,
    )
  await sql`update agreement_version set document = ${document}::jsonb where id = ${id} and version = ${version}`.execute(
    trx,
  )
}

/** In force for a school now, or accepted by one at any time. */
async function wasAccepted(trx: Transaction<ControlDatabase>, id: string, version: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from school where agreement_id = ${id} and (accepted_version = ${version} or exists (
      select 1 from acceptance where school_id = school.id and version = ${version})) limit 1`.execute(trx)
  return rows.length > 0
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

export interface SchoolBehind {
  readonly school: string
  readonly agreement: string
  readonly inForce: number
  /** When it was told of the newest version; null if it was not. */
  readonly toldAt: Date | null
}

/** The schools for which a newer version than theirs is published. One that ends, ends under the version that it has. */
export async function schoolsBehind(db: Kysely<ControlDatabase>): Promise<readonly SchoolBehind[]> {
  const { rows } = await sql<SchoolBehind>`
    select school.id as school, agreement_id as agreement, accepted_version as "inForce", (
        select max(queued_at) from notice
        where notice.school_id = school.id and kind in ('versionToAccept', 'versionInForce')
          and facts ->> 'agreement' = agreement_id and (facts ->> 'version')::int = newest.version) as "toldAt"
    from school join (select id, max(version) as version from agreement_version group by id) newest on newest.id = agreement_id
    where accepted_version < newest.version and phase not in ('ending', 'ended') order by school.id`.execute(db)
  return rows
}
