import type { Generated, Kysely } from 'kysely'
import { KeyDestroyed } from '../../vault/key-destroyed.js'
import { open, seal, sealedUnder } from '../../vault/sealing.js'
import type { SchoolDatabase } from './database.js'
import { destroyWithKeys } from './own-key.js'
import type { OwnKeyStores } from './own-key.js'

/** A part of a file that somebody sent. It stands before the gate and holds whatever came, so it lies here sealed and until it is read. */
export interface UploadTable {
  id: string
  part: number
  received_at: Date
  /** Whether a run has opened it. */
  is_read: Generated<boolean>
  sealed: Buffer
}

export interface NewUpload {
  readonly id: string
  readonly bytes: Buffer
  readonly receivedAt: Date
}

// One statement takes one part: large enough for most files, small enough that a copy more of it is no matter.
const PART_BYTES = 4 * 1_048_576

/** Keeps a file: its key first, then its parts in one transaction. */
export async function keepUpload(
  { keyring, schools }: OwnKeyStores,
  school: string,
  { id, bytes, receivedAt }: NewUpload,
): Promise<void> {
  const { db } = await schools.open(school)
  const key = (await keyring.makeSubjectKeys(school, [id], 'upload')).get(id)
  if (!key) throw new KeyDestroyed()
  const parts = Math.ceil(bytes.length / PART_BYTES)
  await db.transaction().execute(async (trx) => {
    for (let part = 0; part < parts; part += 1) {
      const sealed = seal(key, bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES), about(id, part, parts))
      await trx.insertInto('upload').values({ id, part, received_at: receivedAt, sealed }).execute()
    }
  })
}

/** Opens the file that was sent last, and notes that it was; undefined where none waits. Two attempts at a run get the same. */
export async function openNewestUpload(
  { keyring, schools }: OwnKeyStores,
  school: string,
): Promise<Buffer | undefined> {
  const { db } = await schools.open(school)
  const newest = await newestUpload(db)
  if (newest === undefined) return undefined
  await db.updateTable('upload').set({ is_read: true }).where('id', '=', newest).execute()
  const rows = await db.selectFrom('upload').select('sealed').where('id', '=', newest).orderBy('part').execute()
  const [keyId] = rows.map(({ sealed }) => sealedUnder(sealed))
  const key = keyId === undefined ? undefined : (await keyring.openKeys(school, [keyId])).get(keyId)
  if (!key) throw new KeyDestroyed()
  return Buffer.concat(rows.map(({ sealed }, part) => open(key, sealed, about(newest, part, rows.length))))
}

/** Destroys every file that a run has opened, and those that came before one. A file that came meanwhile stays. */
export async function destroyReadUploads(stores: OwnKeyStores, school: string): Promise<void> {
  const { db } = await stores.schools.open(school)
  const rows = await db
    .selectFrom('upload')
    .select('id')
    .distinct()
    .where('received_at', '<=', (eb) =>
      eb
        .selectFrom('upload as read')
        .select(({ fn }) => fn.max('read.received_at').as('at'))
        .where('read.is_read', '=', true),
    )
    .execute()
  await destroyWithKeys(stores, school, { table: 'upload', ids: rows.map(({ id }) => id) })
}

/** The same for whatever waits since before `before`: nobody came for it, or nobody could read it. */
export async function destroyUploadsBefore(stores: OwnKeyStores, school: string, before: Date): Promise<void> {
  const { db } = await stores.schools.open(school)
  const rows = await db.selectFrom('upload').select('id').distinct().where('received_at', '<', before).execute()
  await destroyWithKeys(stores, school, { table: 'upload', ids: rows.map(({ id }) => id) })
}

async function newestUpload(db: Kysely<SchoolDatabase>): Promise<string | undefined> {
  const row = await db
    .selectFrom('upload')
    .select('id')
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

/** A part that is missing, or of another upload, does not open. */
const about = (id: string, part: number, parts: number) => `upload/${id}/${part}/${parts}`
