import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/** What stands and falls with a code lies in rows of parts, not in documents. */
export const isOfParts = (code: string) => code === 'pupil.photo' || code.startsWith('pupil.assessments')

const RESULTS_AT = 'results/'.length + 1

/** Whether a row of `part` stands and falls with a code: its own, or for results that of all assessment. */
export function standsWith(code: RawBuilder<string>): RawBuilder<boolean> {
  return sql<boolean>`case when part = 'photo' then ${code} = 'pupil.photo'
    else ${code} in ('pupil.assessments', 'pupil.assessments:' || substr(part, ${sql.lit(RESULTS_AT)})) end`
}
