import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { SchoolDatabase } from '../database.js'

/** Whether a run can be undone, as far as the school's own rows tell. */
export type Undoable = 'yes' | 'nothing' | 'erased'

interface Found {
  readonly told: number
  readonly people: number
  readonly going: boolean
  readonly absences: boolean
}

/**
 * Looks whether anything of a run is there to be undone, and all of the people it told of. An erasure takes a person's entries out of the
 * feed: where fewer are left than were counted when the run ended (`counted`, pupils and staff), somebody was erased since.
 */
export async function undoable(db: Kysely<SchoolDatabase>, run: string, counted: number): Promise<Undoable> {
  const { rows } = await sql<Found>`
    select count(*)::int as told, (count(*) filter (where c.kind in ('pupil', 'staff')))::int as people,
           coalesce(bool_or(s.erasure is not null), false) as going,
           exists (select from subject where absence_run = ${run}) as absences
      from change c left join subject s on s.id = c.subject_id
     where c.run_id = ${run} and c.kind in ('group', 'pupil', 'staff', 'membership')`.execute(db)
  const [found] = rows
  if (!found || found.people < counted || found.going) return 'erased'
  return found.told > 0 || found.absences ? 'yes' : 'nothing'
}
