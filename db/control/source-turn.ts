import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** How far the turns at one token are given out. Lost with a crash of the database, which does no harm. */
export interface SourceTurnTable {
  /** A hash of connector and secret. */
  token: string
  next_at: Date
}

/** How often one token may be used: so many at once, and then so many a second. */
export interface Pace {
  readonly atOnce: number
  readonly perSecond: number
}

/**
 * Takes the next turn at a token, and answers in how many milliseconds it comes: 0 or less is now. All workers share the row, so that a
 * token that opens a thousand schools is one caller to the source. By the database's clock, the only one that they have in common.
 */
export async function takeTurn(
  db: Kysely<ControlDatabase>,
  token: string,
  { atOnce, perSecond }: Pace,
): Promise<number> {
  const [spare, each] = [`${atOnce / perSecond} seconds`, `${1 / perSecond} seconds`]
  const { rows } = await sql<{ wait_ms: number }>`
    insert into source_turn as turn (token, next_at)
      values (${token}, clock_timestamp() - ${spare}::interval + ${each}::interval)
    on conflict (token) do update
      set next_at = greatest(turn.next_at, clock_timestamp() - ${spare}::interval) + ${each}::interval
    returning (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as wait_ms`.execute(db)
  return rows[0]?.wait_ms ?? 0
}

/** Gives no turn at a token for so long: its source has asked for it. */
export async function pauseTurns(db: Kysely<ControlDatabase>, token: string, waitMs: number): Promise<void> {
  const until = sql<Date>`clock_timestamp() + ${`${waitMs / 1_000} seconds`}::interval`
  await sql`update source_turn set next_at = greatest(next_at, ${until}) where token = ${token}`.execute(db)
}

/** Drops the rows of tokens that nobody used for a day. */
export async function forgetTurns(db: Kysely<ControlDatabase>): Promise<void> {
  await sql`delete from source_turn where next_at < clock_timestamp() - interval '1 day'`.execute(db)
}
