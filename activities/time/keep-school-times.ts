import { sql } from 'kysely'
import { keepTallies } from '../../db/control/timer-aggregate.js'
import { countTimers, nextErasing, unconfirmedAbsences } from '../../db/school/timer.js'
import type { ActivityDependencies } from '../dependencies.js'
import { confirmingAt } from './confirming.js'

/**
 * Brings what control knows of a school's timers up to date: how many fall on which day, when the next erasing begins, and when
 * absences that nobody confirmed ask for a read. Computed whole from the school's own rows, so that an attempt that died in between is made
 * good by the next; written only where it differs.
 */
export async function keepSchoolTimes(
  { control, schools }: Pick<ActivityDependencies, 'control' | 'schools'>,
  school: string,
  at: Date,
): Promise<void> {
  const { db } = await schools.open(school)
  await keepTallies(control, school, await countTimers(db), at)
  const next = (await nextErasing(db, at)) ?? null
  const confirming = confirmingAt(await unconfirmedAbsences(db), at)
  const [readAt, incidentAt] = [confirming?.readAt ?? null, confirming?.incidentAt ?? null]
  await control
    .updateTable('school')
    .set({ next_erase_at: next, confirm_at: readAt, unconfirmed_at: incidentAt })
    .where('id', '=', school)
    .where(
      sql<boolean>`(next_erase_at, confirm_at, unconfirmed_at) is distinct from
        (${next}::timestamptz, ${readAt}::timestamptz, ${incidentAt}::timestamptz)`,
    )
    .execute()
}
