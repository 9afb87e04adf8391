import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import { KeyDestroyed } from '../key-destroyed.js'
import type { OpenKey } from '../open-key.js'
import type { KeyringDatabase, SubjectPart } from './database.js'
import type { WrappedKey, Wrapping } from './wrapping.js'

/** Which subjects' keys, and how they are wrapped. */
export interface SubjectKeys {
  readonly db: Kysely<KeyringDatabase>
  readonly school: string
  readonly part: SubjectPart
  readonly wrapping: Wrapping
}

export type KeysBySubject = ReadonlyMap<string, OpenKey>
type Sql = RawBuilder<unknown>

interface SubjectRow extends WrappedKey {
  readonly subject: string
}

/** The newest key of each subject; the subjects that have none are not in the answer. */
export async function newestKeys(keys: SubjectKeys, subjects: readonly string[]): Promise<KeysBySubject> {
  const { rows } = await sql<SubjectRow>`
    select distinct on (subject_id) subject_id as subject, id, wrapped from key
    where school_id = ${keys.school} and part = ${keys.part} and subject_id = any(${subjects}::uuid[])
    order by subject_id, generation desc`.execute(keys.db)
  return new Map(rows.map((row) => [row.subject, openOrThrow(keys.wrapping, row)]))
}

/** First keys for subjects that have none. Where somebody else made one at the same time, theirs is it. */
export async function insertFirstKeys(keys: SubjectKeys, subjects: readonly string[]): Promise<KeysBySubject> {
  return madeOrTaken(keys, subjects, sql`1`)
}

/** A key of the generation after the newest for each subject. */
export async function insertNextKeys(keys: SubjectKeys, subjects: readonly string[]): Promise<KeysBySubject> {
  const next = sql`1 + coalesce((
    select max(generation) from key there
    where there.school_id = ${keys.school} and there.subject_id = fresh.subject and there.part = ${keys.part}), 0)`
  return madeOrTaken(keys, subjects, next)
}

/** All generations but the newest. What was sealed under them must have been sealed again before. */
export function olderKeys(subjects: readonly string[], part: SubjectPart): RawBuilder<boolean> {
  return sql<boolean>`part = ${part} and subject_id = any(${subjects}::uuid[]) and exists (
    select 1 from key newer where newer.school_id = key.school_id and newer.part = key.part
       and newer.subject_id = key.subject_id and newer.generation > key.generation)`
}

/** Every part, every generation. */
export function allKeys(subjects: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`subject_id = any(${subjects}::uuid[])`
}

/** Of one school year, or of all, but not of `except`. */
export function attendanceKeys(year: number | undefined, except: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`part like ${`attendance/${year ?? '%'}`} and not (subject_id = any(${[...except]}::uuid[]))`
}

export function keysOfParts(parts: readonly SubjectPart[], of: readonly string[] | 'everybody'): RawBuilder<boolean> {
  const theirs = of === 'everybody' ? sql`subject_id is not null` : sql`subject_id = any(${[...of]}::uuid[])`
  return sql<boolean>`part = any(${[...parts]}::text[]) and ${theirs}`
}

async function madeOrTaken(keys: SubjectKeys, subjects: readonly string[], generation: Sql): Promise<KeysBySubject> {
  const made = await insertFresh(keys, subjects, generation)
  const taken = subjects.filter((subject) => !made.has(subject))
  if (taken.length === 0) return made
  return new Map([...made, ...(await newestKeys(keys, taken))])
}

/** One statement for all: 1,500 single inserts would take the better part of a second. */
async function insertFresh(keys: SubjectKeys, subjects: readonly string[], generation: Sql): Promise<KeysBySubject> {
  const fresh = subjects.map(() => keys.wrapping.fresh())
  const { rows } = await sql<{ id: string; subject: string }>`
    insert into key (id, school_id, subject_id, part, generation, wrapped)
    select fresh.id, ${keys.school}, fresh.subject, ${keys.part}, ${generation}, fresh.wrapped
    from unnest(${fresh.map(({ id }) => id)}::uuid[], ${subjects}::uuid[], ${fresh.map(({ wrapped }) => wrapped)}::bytea[])
      as fresh (id, subject, wrapped)
    on conflict do nothing
    returning id, subject_id as subject`.execute(keys.db)
  const byId = new Map(fresh.map(({ id, key }) => [id, key]))
  return new Map(rows.flatMap(({ id, subject }) => entryOf(subject, byId.get(id))))
}

function entryOf(subject: string, key: OpenKey | undefined): [string, OpenKey][] {
  return key ? [[subject, key]] : []
}

function openOrThrow(wrapping: Wrapping, row: WrappedKey): OpenKey {
  const key = wrapping.unwrap(row)
  if (!key) throw new KeyDestroyed()
  return key
}
