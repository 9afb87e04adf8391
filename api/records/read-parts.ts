import { sql } from 'kysely'
import { goesWith, partsOf } from '../../agreement/parts.js'
import type { Part } from '../../agreement/parts.js'
import { openParts } from '../../db/school/parts/part-document.js'
import { page } from '../paging.js'
import type { PupilReader } from './pupil-reader.js'

export interface PartQuery {
  readonly subject: string
  readonly of: (part: Part) => boolean
  readonly limit: number
  /** The part after which the page begins. */
  readonly after?: string | undefined
}

export interface OpenPart {
  readonly id: string
  readonly part: Part
  readonly updatedAt: Date
  readonly plain: Buffer
}

interface Row extends Omit<OpenPart, 'plain'> {
  readonly subject: string
  readonly sealed: Buffer
}

/**
 * Opens one page of a pupil's parts: those that are granted now, and not withdrawn of this pupil. One whose key is gone was erased since its
 * row was read, and is left out; the page after it is there all the same.
 */
export async function readParts(
  { db, keyring, school, codes, withheld }: PupilReader,
  { subject, of, limit, after }: PartQuery,
): Promise<{ readonly parts: readonly OpenPart[]; readonly next: string | null }> {
  const readable = partsOf(codes).filter((part) => of(part) && ![...withheld].some((code) => goesWith(part, code)))
  const { rows } = await sql<Row>`
    select id, subject_id as subject, part, updated_at as "updatedAt", sealed from part
     where subject_id = ${subject} and part = any(${readable}::text[]) and part > ${after ?? ''}
     order by part limit ${limit + 1}`.execute(db)
  const { data, next } = page(rows, limit, ({ part }) => part)
  const opened = await openParts(keyring, school, data)
  return { parts: opened.map(({ row: { id, part, updatedAt }, plain }) => ({ id, part, updatedAt, plain })), next }
}
