import type { Kysely, Transaction } from 'kysely'
import type { VersionInForce } from '../../agreement/law.js'
import type { ControlDatabase } from './database.js'

/** From when a version held for a school: since it was accepted, or since a narrower one was told. */
export interface InForceTable {
  school_id: string
  version: number
  from_at: Date
  instruction: number
}

export interface NewInForce {
  readonly school: string
  readonly version: number
  readonly instruction: number
  readonly at: Date
}

/** Notes that a version holds from now on: in the transaction that puts it in force. */
export async function noteInForce(trx: Transaction<ControlDatabase>, of: NewInForce): Promise<void> {
  const { school, version, instruction, at } = of
  await trx.insertInto('in_force').values({ school_id: school, version, from_at: at, instruction }).execute()
}

/** The versions that held for a school, one after the other; none before the first acceptance. */
export async function versionsInForce(
  db: Kysely<ControlDatabase>,
  school: { readonly id: string; readonly agreement_id: string },
): Promise<readonly VersionInForce[]> {
  const rows = await db
    .selectFrom('in_force')
    .innerJoin('agreement_version', 'agreement_version.version', 'in_force.version')
    .select(['document', 'from_at'])
    .where('school_id', '=', school.id)
    .where('agreement_version.id', '=', school.agreement_id)
    .orderBy('in_force.version')
    .execute()
  return rows.map(({ document, from_at }) => ({ agreement: document, from: from_at }))
}
