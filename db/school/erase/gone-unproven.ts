import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'

/** How many people of one erasure have no row any more, while its lines are still open. */
export interface Unproven {
  readonly erasure: string
  readonly kind: 'pupil' | 'staff'
  readonly count: number
}

/** A line is written when somebody's erasing begins, under a receipt and no id; who is not gone yet is still marked with the erasure. */
export async function goneUnproven(db: Kysely<SchoolDatabase>): Promise<readonly Unproven[]> {
  const { rows } = await sql<Unproven>`
    select l.erasure, l.kind, (l.lines - coalesce(m.there, 0))::int as count
      from (select erasure, kind, count(*) as lines from erasure_line
             where erased_at is null and kind in ('pupil', 'staff') group by 1, 2) l
      left join (select erasure, kind::text as kind, count(*) as there from subject where erasure is not null group by 1, 2) m
             on m.erasure = l.erasure and m.kind = l.kind
     where l.lines > coalesce(m.there, 0)
     order by 1, 2`.execute(db)
  return rows
}
