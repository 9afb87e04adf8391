import { sql } from 'kysely'
import type { Kysely, RawBuilder, Transaction } from 'kysely'
import { forgetKey } from '../open-key.js'
import type { EpochStore } from '../epoch-store.js'
import type { KeyringDatabase } from './database.js'
import { underEpoch } from './wrapping.js'
import type { WrappingOf } from './wrapping.js'

/**
 * Whoever makes keys shares the school's lock, whoever destroys some holds it alone: a key that was wrapped under an epoch is committed
 * before that epoch can be dropped, and is wrapped again with the rest.
 */
export async function makingKeys<T>(
  db: Kysely<KeyringDatabase>,
  school: string,
  act: (trx: Transaction<KeyringDatabase>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock_shared(hashtextextended(${school}, 0))`.execute(trx)
    return act(trx)
  })
}

/**
 * Destroys keys of a school so that no copy of this database opens them again: the next epoch is written, the keys go and all others are
 * wrapped anew in one transaction, the epoch before is overwritten. A crash anywhere leaves every key that was not to be destroyed
 * openable, and the same call made again ends what it left.
 */
export async function destroyKeys(
  db: Kysely<KeyringDatabase>,
  store: EpochStore,
  school: string,
  which: RawBuilder<boolean>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${school}, 0))`.execute(trx)
    const { numAffectedRows } = await sql`delete from key where school_id = ${school} and ${which}`.execute(trx)
    const cutShort = (await store.epochs(school)).length > 1
    if (Number(numAffectedRows) === 0 && !cutShort) return
    await store.writeNext(school)
    await underEpoch(store, school, (of) => wrapAgain(trx, school, of))
  })
  await store.dropOlder(school)
}

interface StoredKey {
  readonly id: string
  readonly part: string
  readonly wrapped: Buffer
}

async function wrapAgain(trx: Transaction<KeyringDatabase>, school: string, of: WrappingOf): Promise<void> {
  const { rows } = await sql<StoredKey>`select id, part, wrapped from key where school_id = ${school}`.execute(trx)
  const again = rows.flatMap((row) => {
    const wrapped = of(row.part).again(row)
    return wrapped ? [{ id: row.id, wrapped }] : []
  })
  await sql`
    update key set wrapped = n.wrapped
      from unnest(${again.map(({ id }) => id)}::uuid[], ${again.map(({ wrapped }) => wrapped)}::bytea[]) as n(id, wrapped)
     where key.id = n.id`.execute(trx)
}

/** Everything of a school: its epoch first, so that no copy of a key opens from that moment on. */
export async function destroySchoolKeys(db: Kysely<KeyringDatabase>, store: EpochStore, school: string): Promise<void> {
  await store.destroy(school)
  await db.deleteFrom('key').where('school_id', '=', school).execute()
}

/** Rows and epochs of a school. */
export async function countKeys(db: Kysely<KeyringDatabase>, store: EpochStore, school: string): Promise<number> {
  const { count } = await db
    .selectFrom('key')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('school_id', '=', school)
    .executeTakeFirstOrThrow()
  const epochs = await store.epochs(school)
  epochs.forEach(forgetKey)
  return count + epochs.length
}
