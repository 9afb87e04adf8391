import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'

/** How a person who is held is shown; null where there is no such instant. */
export interface SubjectNamed {
  readonly id: string
  readonly suppressedFrom: Date | null
  /** From when the person is not read as one who is here. */
  readonly goneFrom: Date | null
  readonly withheld: readonly string[]
}

/** Whom one of these identity hashes (hex) names: nobody, one, or, where a source gave one id to two people, several. */
export async function subjectsNamed(
  db: Kysely<SchoolDatabase>,
  hashes: readonly string[],
): Promise<readonly SubjectNamed[]> {
  const bytes = hashes.map((hash) => Buffer.from(hash, 'hex'))
  const { rows } = await sql<SubjectNamed>`
    select s.id, nullif(s.suppressed_from, 'infinity') as "suppressedFrom",
           nullif(least(s.hidden_from, s.left_from), 'infinity') as "goneFrom", s.withheld
      from subject s
     where s.erasure is null and exists (
       select from identity i where i.subject_id = s.id and i.key_hmac = any(${bytes}::bytea[]))
     order by least(s.hidden_from, s.left_from) desc, s.id`.execute(db)
  return rows
}
