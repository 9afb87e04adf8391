import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import { KeyDestroyed } from '../key-destroyed.js'
import { forgetKey } from '../open-key.js'
import type { OpenKey } from '../open-key.js'
import { schoolParts } from './database.js'
import type { KeyringDatabase, SchoolPart } from './database.js'
import type { WrappingOf } from './wrapping.js'

/** Makes the keys of a school that are not there yet. Whoever is second finds them made. */
export async function insertSchoolKeys(db: Kysely<KeyringDatabase>, school: string, of: WrappingOf): Promise<void> {
  const rows = schoolParts.map((part) => {
    const { id, key, wrapped } = of(part).fresh()
    forgetKey(key)
    return { id, school_id: school, subject_id: null, part, generation: 1, wrapped }
  })
  await db
    .insertInto('key')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** A key of the generation after the newest. */
export async function insertNextSchoolKey(
  db: Kysely<KeyringDatabase>,
  school: string,
  part: SchoolPart,
  of: WrappingOf,
): Promise<OpenKey> {
  const { id, key, wrapped } = of(part).fresh()
  await sql`
    insert into key (id, school_id, subject_id, part, generation, wrapped)
    select ${id}, ${school}, null, ${part}, 1 + max(generation), ${wrapped} from key
     where school_id = ${school} and subject_id is null and part = ${part}`.execute(db)
  return key
}

/** All generations of a school's own key but the newest. */
export function olderSchoolKeys(part: SchoolPart): RawBuilder<boolean> {
  return sql<boolean>`part = ${part} and subject_id is null and exists (
    select 1 from key newer where newer.school_id = key.school_id and newer.part = key.part
       and newer.subject_id is null and newer.generation > key.generation)`
}

export async function newestSchoolKey(
  db: Kysely<KeyringDatabase>,
  school: string,
  part: SchoolPart,
  of: WrappingOf,
): Promise<OpenKey> {
  const row = await db
    .selectFrom('key')
    .select(['id', 'wrapped'])
    .where('school_id', '=', school)
    .where('subject_id', 'is', null)
    .where('part', '=', part)
    .orderBy('generation', 'desc')
    .limit(1)
    .executeTakeFirst()
  const key = row && of(part).unwrap(row)
  if (!key) throw new KeyDestroyed()
  return key
}
