import { sql } from 'kysely'
import type { ColumnType, Generated, Kysely, Transaction } from 'kysely'
import type { ControlDatabase } from './database.js'

/** Which source a school's records come from. The secret is sealed under the school's `secrets` key. */
export interface SourceBindingTable {
  school_id: string
  connector: string
  /** The school's id at the source: what every answer is compared with before it is believed (R46). */
  external_id: string
  settings: ColumnType<unknown, string, string>
  sealed_secret: Buffer
  /** Since when this is the school's source; a new secret for the same one changes nothing of that. */
  bound_at: Date
  /** When a whole read first proved it; null until then. */
  proven_at: Generated<Date | null>
  /** What the source last said that the school is; kept when another source is bound. */
  la_code: Generated<string | null>
  establishment_number: Generated<string | null>
}

/** A school's number, within its authority; null where nobody says. */
export interface Establishment {
  readonly laCode: string | null
  readonly establishmentNumber: string | null
}

export interface SourceBinding {
  readonly connector: string
  readonly externalId: string
  readonly settings: unknown
  readonly sealedSecret: Buffer
  readonly provenAt: Date | null
  readonly told: Establishment
}

export async function findBinding(db: Kysely<ControlDatabase>, school: string): Promise<SourceBinding | undefined> {
  const row = await db.selectFrom('source_binding').selectAll().where('school_id', '=', school).executeTakeFirst()
  return (
    row && {
      connector: row.connector,
      externalId: row.external_id,
      settings: row.settings,
      sealedSecret: row.sealed_secret,
      provenAt: row.proven_at,
      told: { laCode: row.la_code, establishmentNumber: row.establishment_number },
    }
  )
}

export type NewBinding = Omit<SourceBinding, 'provenAt' | 'settings' | 'told'> & { readonly settings: object }

/** Binds a school to its first source. */
export async function bindSource(
  trx: Transaction<ControlDatabase>,
  school: string,
  binding: NewBinding,
  at: Date,
): Promise<void> {
  await trx
    .insertInto('source_binding')
    .values({ school_id: school, ...columnsOf(binding), bound_at: at })
    .execute()
}

/**
 * Binds a school to another source, from the next read on. Of the same one under a new secret, what was proven stays proven.
 */
export async function rebindSource(
  trx: Transaction<ControlDatabase>,
  school: string,
  binding: NewBinding,
  at: Date,
): Promise<void> {
  const columns = columnsOf(binding)
  const isSame = sql<boolean>`settings = ${columns.settings}::jsonb`
  await trx
    .updateTable('source_binding')
    .set({
      ...columns,
      bound_at: sql<Date>`case when ${isSame} then bound_at else ${at}::timestamptz end`,
      proven_at: sql<Date | null>`case when ${isSame} then proven_at end`,
    })
    .where('school_id', '=', school)
    .execute()
}

/** Notes which establishment the source says that the school is. */
export async function noteTold(
  db: Kysely<ControlDatabase>,
  school: string,
  { laCode, establishmentNumber }: Establishment,
): Promise<void> {
  await db
    .updateTable('source_binding')
    .set({ la_code: laCode, establishment_number: establishmentNumber })
    .where('school_id', '=', school)
    .execute()
}

/** Notes that a run which began under this source has read it whole. */
export async function proveSource(
  trx: Transaction<ControlDatabase>,
  school: string,
  run: string,
  at: Date,
): Promise<void> {
  await sql`
    update source_binding b set proven_at = ${at} from run
     where b.school_id = ${school} and b.proven_at is null
       and run.school_id = b.school_id and run.id = ${run} and run.started_at >= b.bound_at`.execute(trx)
}

function columnsOf({ connector, externalId, settings, sealedSecret }: NewBinding) {
  return { connector, external_id: externalId, settings: JSON.stringify(settings), sealed_secret: sealedSecret }
}

/** What a sealed source secret is bound to. */
export const aboutSourceSecret = (school: string) => `source/${school}`

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
