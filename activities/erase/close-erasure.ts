import { londonDay } from '../../agreement/calendar.js'
import { addPeriod } from '../../agreement/retention/days.js'
import { loadTerms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure } from '../failures.js'

export interface CloseErasureInput {
  readonly school: string
  readonly erasure: string
  /** The workflow's time after the deed. */
  readonly erasedAt: string
}

export interface CloseErasureActivities {
  /** Writes when an erasure was done, and the un-named audit where the agreement keeps one. Repeatable. Answers how many went. */
  closeErasure(input: CloseErasureInput): Promise<number>
}

export function closeErasureActivities(deps: ActivityDependencies): CloseErasureActivities {
  return {
    closeErasure: (input) =>
      close(deps, input).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

interface Line {
  readonly erasure: string
  readonly rule: string
  readonly kind: 'pupil' | 'staff'
}

async function close(deps: ActivityDependencies, { school, erasedAt }: CloseErasureInput): Promise<number> {
  const { agreement } = await loadTerms(deps, school)
  const { db } = await deps.schools.open(school)
  // Lines of an erasure that began and was never closed are closed with this one: their people are gone as well.
  const open = await db
    .selectFrom('erasure_line')
    .select(['erasure', 'rule', 'kind'])
    .where('erased_at', 'is', null)
    .execute()
  // The audit first: an attempt that dies in between finds the lines open again, and the audit written.
  if (agreement.tenantEnd.unnamedAudit !== 'none') await keepUnnamed(deps, school, open, londonDay(erasedAt))
  await db
    .updateTable('erasure_line')
    .set({ erased_at: new Date(erasedAt) })
    .where('erased_at', 'is', null)
    .execute()
  return open.length
}

async function keepUnnamed(
  { control }: ActivityDependencies,
  school: string,
  lines: readonly Line[],
  day: string,
): Promise<void> {
  await control.transaction().execute(async (trx) => {
    const kept = await trx.selectFrom('unnamed_audit').select('erasure').where('school_id', '=', school).execute()
    const known = new Set(kept.map(({ erasure }) => erasure))
    const row = { school_id: school, happened_on: day, action: 'erased' as const, gone_by: addPeriod(day, 'P60M') }
    const rows = lines.filter(({ erasure }) => !known.has(erasure)).map((line) => ({ ...row, ...line }))
    if (rows.length > 0) await trx.insertInto('unnamed_audit').values(rows).execute()
  })
}
