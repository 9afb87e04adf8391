import type { ColumnType, Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** A POST that came with an Idempotency-Key, for a day. Key and body are kept as hashes; an answer here names no person. */
export interface RequestKeyTable {
  principal_id: string
  route: string
  key_hash: Buffer
  body_hash: Buffer
  status: number | null
  answer: ColumnType<unknown, string | null, string | null>
  asked_at: Date
}

export interface RequestKey {
  readonly principal: string
  readonly route: string
  readonly keyHash: Buffer
  readonly bodyHash: Buffer
}

export type Claim =
  | { readonly state: 'first' }
  | { readonly state: 'running' }
  | { readonly state: 'otherBody' }
  | { readonly state: 'answered'; readonly status: number; readonly answer: unknown }

// As long as Stripe keeps one: a client that retries a day later means a new request.
const KEPT_MS = 24 * 3_600_000
// Longer than any request of ours takes: a claim of a process that died is free again after it.
const RUNNING_MS = 60_000

/** Claims the key for this request, or says what became of the request that claimed it before. */
export async function claimRequest(db: Kysely<ControlDatabase>, key: RequestKey, at: Date): Promise<Claim> {
  await forgetRequests(db, at)
  const claimed = await db
    .insertInto('request_key')
    .values({ ...columns(key), body_hash: key.bodyHash, status: null, answer: null, asked_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('route')
    .executeTakeFirst()
  if (claimed) return { state: 'first' }
  const before = await where(db, key).executeTakeFirst()
  if (!before) return { state: 'running' }
  if (!before.body_hash.equals(key.bodyHash)) return { state: 'otherBody' }
  return before.status === null
    ? { state: 'running' }
    : { state: 'answered', status: before.status, answer: before.answer }
}

export async function keepAnswer(
  db: Kysely<ControlDatabase>,
  key: RequestKey,
  status: number,
  answer: unknown,
): Promise<void> {
  await matching(db.updateTable('request_key').set({ status, answer: JSON.stringify(answer ?? null) }), key).execute()
}

/** Frees a key whose request failed on our side, so that a retry is carried out. */
export async function freeRequest(db: Kysely<ControlDatabase>, key: RequestKey): Promise<void> {
  await matching(db.deleteFrom('request_key'), key).execute()
}

/** Forgets keys that are a day old. Every claim does, and where nobody asks for anything the daily sweep. */
export async function forgetRequests(db: Kysely<ControlDatabase>, at: Date): Promise<void> {
  await db
    .deleteFrom('request_key')
    .where((eb) =>
      eb.or([
        eb('asked_at', '<', new Date(at.getTime() - KEPT_MS)),
        eb.and([eb('status', 'is', null), eb('asked_at', '<', new Date(at.getTime() - RUNNING_MS))]),
      ]),
    )
    .execute()
}

function columns(key: RequestKey): { principal_id: string; route: string; key_hash: Buffer } {
  return { principal_id: key.principal, route: key.route, key_hash: key.keyHash }
}

function where(db: Kysely<ControlDatabase>, key: RequestKey) {
  return matching(db.selectFrom('request_key').select(['body_hash', 'status', 'answer']), key)
}

function matching<
  Query extends { where(column: 'principal_id' | 'route' | 'key_hash', op: '=', value: string | Buffer): Query },
>(query: Query, key: RequestKey): Query {
  return query
    .where('principal_id', '=', key.principal)
    .where('route', '=', key.route)
    .where('key_hash', '=', key.keyHash)
}
