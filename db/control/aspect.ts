import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { ControlDatabase } from './database.js'

/** An aspect of assessment that a school has in its MIS. Of nobody: the name of a column. */
export interface AspectTable {
  school_id: string
  /** The source's own id. */
  ref: string
  /** Null for one that was chosen and that the source does not list. */
  name: string | null
  /** Up to which day its results were last read; null before the first read, and once it was withdrawn. */
  read_to: string | null
}

export interface Aspect {
  readonly ref: string
  readonly name: string | null
  readonly readTo: string | null
}

export async function aspectsOf(db: Kysely<ControlDatabase>, school: string): Promise<readonly Aspect[]> {
  return db
    .selectFrom('aspect')
    .select(['ref', 'name', 'read_to as readTo'])
    .where('school_id', '=', school)
    .orderBy('ref')
    .execute()
}

/**
 * Keeps what the source lists, and writes only where it differs. An empty list is one that the school does not share: it changes nothing. One
 * that is listed no more goes, unless results of it were read.
 */
export async function keepAspects(
  db: Kysely<ControlDatabase>,
  school: string,
  listed: readonly { readonly ref: string; readonly name: string }[],
): Promise<void> {
  if (listed.length === 0) return
  const refs = listed.map(({ ref }) => ref)
  const names = listed.map(({ name }) => name)
  await sql`
    insert into aspect (school_id, ref, name)
    select ${school}::text, n.ref, n.name from unnest(${refs}::text[], ${names}::text[]) as n (ref, name)
     where not exists (select from aspect a where a.school_id = ${school} and a.ref = n.ref and a.name = n.name)
    on conflict (school_id, ref) do update set name = excluded.name`.execute(db)
  await sql`
    delete from aspect where school_id = ${school} and read_to is null and not (ref = any(${refs}::text[]))`.execute(db)
}

/** Notes up to which day aspects were read; `null` that nothing of them is held any more. */
export async function noteAspectsRead(
  db: Kysely<ControlDatabase>,
  school: string,
  refs: readonly string[],
  readTo: string | null,
): Promise<void> {
  if (refs.length === 0) return
  await sql`
    insert into aspect (school_id, ref, read_to) select ${school}::text, n.ref, ${readTo}::date from unnest(${refs}::text[]) as n (ref)
    on conflict (school_id, ref) do update set read_to = excluded.read_to`.execute(db)
}

/** Lets the next run read every aspect whole: what is due to come again may not have changed. */
export async function readAspectsAnew(db: Kysely<ControlDatabase>, school: string): Promise<void> {
  await db.updateTable('aspect').set({ read_to: null }).where('school_id', '=', school).execute()
}
