import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { KeyringDatabase } from './database.js'
import type { KeyRow, NewKey } from './key-row.js'

/** Adds keys in bulk; one that another process made first stays as it was. */
export async function insertKeys(db: Kysely<KeyringDatabase>, keys: readonly NewKey[]): Promise<void> {
  if (keys.length === 0) return
  const column = <Name extends keyof NewKey>(name: Name) => keys.map((key) => key[name])
  await sql`
    insert into key (id, school_id, subject_id, part, generation, wrapped)
    select * from unnest(${column('id')}::uuid[], ${column('school_id')}::text[], ${column('subject_id')}::uuid[],
                         ${column('part')}::text[], ${column('generation')}::int[], ${column('wrapped')}::bytea[])
    on conflict do nothing`.execute(db)
}

export async function schoolKeys(db: Kysely<KeyringDatabase>, school: string, part: string): Promise<readonly KeyRow[]> {
  const query = db.selectFrom('key').selectAll().where('school_id', '=', school).where('subject_id', 'is', null)
  return query.where('part', '=', part).orderBy('generation', 'desc').limit(1).execute()
}

/** The key of the newest generation for each of the subjects that has one. */
export async function newestKeys(
  db: Kysely<KeyringDatabase>,
  school: string,
  subjects: readonly string[],
  part: string,
): Promise<readonly KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select distinct on (subject_id) * from key
     where school_id = ${school} and subject_id = any(${subjects}::uuid[]) and part = ${part}
     order by subject_id, generation desc`.execute(db)
  return rows
}

/** For each subject the generation that comes next. */
export async function nextGenerations(
  db: Kysely<KeyringDatabase>,
  school: string,
  subjects: readonly string[],
  part: string,
): Promise<readonly (readonly [string, number])[]> {
  const newest = new Map((await newestKeys(db, school, subjects, part)).map((row) => [row.subject_id, row.generation]))
  return subjects.map((subject) => [subject, (newest.get(subject) ?? 0) + 1])
}
