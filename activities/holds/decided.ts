import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'

/** Everything that was decided up to `decidedAt` is carried out; what was decided since is carried out next. */
export async function noteCarriedOut(
  control: Kysely<ControlDatabase>,
  school: string,
  decidedAt: Date | null,
): Promise<void> {
  if (decidedAt === null) return
  await control
    .updateTable('school')
    .set({ holds_decided_at: null })
    .where('id', '=', school)
    .where('holds_decided_at', '=', decidedAt)
    .execute()
}
