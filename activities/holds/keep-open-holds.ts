import { sql } from 'kysely'
import type { OpenHold } from '../../db/control/school.js'
import { thenOf } from '../../db/school/hold/deadline.js'
import { openHoldCounts } from '../../db/school/hold/hold.js'
import type { ActivityDependencies } from '../dependencies.js'
import { nextTelling } from './telling.js'

/**
 * Brings what control knows of a school's holds up to date: what waits, in figures, until when and what happens then; and when the school is
 * to be reminded next. Computed whole from the school's own rows, and written only where it differs.
 */
export async function keepOpenHolds(
  { control, schools }: Pick<ActivityDependencies, 'control' | 'schools'>,
  id: string,
  at: Date,
): Promise<void> {
  const { db } = await schools.open(id)
  const holds = await openHoldCounts(db)
  const shown = holds.map(({ id: hold, reason, item, count, opened_at, due_at }): OpenHold => ({
    id: hold,
    reason,
    item,
    count,
    since: opened_at.toISOString(),
    until: due_at.toISOString(),
    then: thenOf(reason),
  }))
  const next = holds.map((hold) => nextTelling(hold, at)).sort((a, b) => a.getTime() - b.getTime())[0] ?? null
  await control
    .updateTable('school')
    .set({ open_holds: JSON.stringify(shown), next_hold_at: next })
    .where('id', '=', id)
    .where(
      sql<boolean>`(open_holds, next_hold_at) is distinct from (${JSON.stringify(shown)}::jsonb, ${next}::timestamptz)`,
    )
    .execute()
}
