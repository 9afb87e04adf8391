import type { Transaction } from 'kysely'
import { ulid } from 'ulid'
import type { ControlDatabase } from '../../db/control/database.js'
import { queueNotice } from '../../db/control/notice.js'
import { openRun } from '../../db/control/run.js'
import type { School } from '../../db/control/school.js'
import { CONFIRM_AGAIN_MS } from '../time/confirming.js'

/**
 * Opens a run that is to confirm an absence, when its time has come (requirements.md §4, 8). The next is planned at once, so that a source
 * that cannot be read is asked again in four hours and not for ever; a read that comes about says more exactly when.
 */
export async function confirmingRun(
  trx: Transaction<ControlDatabase>,
  { id, phase, confirm_at }: School,
  at: Date,
): Promise<string | undefined> {
  if (phase !== 'active' || confirm_at === null || confirm_at > at) return undefined
  const again = new Date(at.getTime() + CONFIRM_AGAIN_MS)
  await trx.updateTable('school').set({ confirm_at: again }).where('id', '=', id).execute()
  return openRun(trx, id, `confirm-${ulid(at.getTime()).toLowerCase()}`, 'confirm', at)
}

/**
 * Says once that an absence is still unconfirmed shortly before it would be due: whoever is absent stays hidden, nothing is past due, and
 * somebody has to see why no whole read comes about. Answers the school as it stands then.
 */
export async function tellUnconfirmed(trx: Transaction<ControlDatabase>, school: School, at: Date): Promise<School> {
  const { id, phase, unconfirmed_at } = school
  if ((phase !== 'active' && phase !== 'paused') || unconfirmed_at === null || unconfirmed_at > at) return school
  const told = { needs_attention: 'AbsenceUnconfirmed', unconfirmed_at: null }
  await trx.updateTable('school').set(told).where('id', '=', id).execute()
  const asOf = unconfirmed_at.toISOString()
  await queueNotice(trx, { school: id, to: 'processor', kind: 'absenceUnconfirmed', facts: { asOf }, at, once: asOf })
  return { ...school, ...told }
}
