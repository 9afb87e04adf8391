import type { Generated, Kysely, Selectable, Transaction } from 'kysely'
import type { PublicSigningKey } from '../../vault/signing.js'
import type { ControlDatabase } from './database.js'

/** Every key that ever signed, so that what it signed can be checked after it was replaced. */
export interface SigningKeyTable {
  kid: string
  x: string
  number: Generated<number>
}

/** What was signed, as the text that was signed: a column of JSON would forget its bytes. */
export interface CertificateTable {
  id: string
  number: Generated<number>
  school_id: string
  kid: string
  document: string
}
export type KeptCertificate = Selectable<CertificateTable>

/** Makes a public key known for good. */
export async function keepSigningKey(db: Kysely<ControlDatabase>, { kid, x }: PublicSigningKey): Promise<void> {
  const there = await db.selectFrom('signing_key').select('kid').where('kid', '=', kid).executeTakeFirst()
  if (there) return
  await db
    .insertInto('signing_key')
    .values({ kid, x })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Oldest first. */
export async function listSigningKeys(db: Kysely<ControlDatabase>): Promise<readonly PublicSigningKey[]> {
  return db.selectFrom('signing_key').select(['kid', 'x']).orderBy('number').execute()
}

export async function findCertificate(db: Kysely<ControlDatabase>, id: string): Promise<KeptCertificate | undefined> {
  return db.selectFrom('certificate').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Keeps a certificate under its id, unless there is one: whoever tries a second time changes nothing. */
export async function keepCertificate(
  trx: Transaction<ControlDatabase>,
  { id, school_id, kid, document }: Omit<KeptCertificate, 'number'>,
): Promise<void> {
  await trx
    .insertInto('certificate')
    .values({ id, school_id, kid, document })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** A school's, newest first; `before` is the number of the last one seen. */
export async function listCertificates(
  db: Kysely<ControlDatabase>,
  school: string,
  limit: number,
  before?: number,
): Promise<readonly KeptCertificate[]> {
  return db
    .selectFrom('certificate')
    .selectAll()
    .where('school_id', '=', school)
    .$if(before !== undefined, (query) => query.where('number', '<', before ?? 0))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
}
