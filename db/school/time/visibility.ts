import { sql } from 'kysely'
import type { KnownPerson } from '../../../agreement/retention/known-person.js'
import type { Retention } from '../../../agreement/retention/retention.js'
import type { SchoolTransaction } from '../transaction.js'
import type { Retiming } from './retime.js'

interface Shown {
  readonly id: string
  readonly hidden_from: Date | number
  readonly left_from: Date | number
  readonly suppressed: boolean
  /** The absence waits for somebody to look at it. */
  readonly held: boolean
}

/**
 * Writes from when these people are hidden, or have left, where that differs, and tells the application: `removed` from the first instant at
 * which somebody is no longer among those shown, `restored` when that is taken back.
 */
export async function showOrHide(
  trx: SchoolTransaction,
  decided: ReadonlyMap<string, Retention>,
  people: ReadonlyMap<string, KnownPerson>,
  { at, because }: Pick<Retiming, 'at' | 'because'>,
): Promise<void> {
  const moved = (await shownNow(trx, [...decided.keys()])).flatMap((now) => {
    const after = shownBy(decided.get(now.id), now.held && people.get(now.id)?.kind === 'pupil')
    return same(now.hidden_from, after.hidden) && same(now.left_from, after.left) ? [] : [{ now, after }]
  })
  if (moved.length === 0) return
  await sql`
    update subject s set hidden_from = coalesce(n.hidden, 'infinity'), left_from = coalesce(n.gone, 'infinity')
      from unnest(${moved.map(({ now }) => now.id)}::uuid[], ${moved.map(({ after }) => after.hidden)}::timestamptz[],
                  ${moved.map(({ after }) => after.left)}::timestamptz[]) as n(id, hidden, gone)
     where s.id = n.id`.execute(trx.db)
  const entries = moved.flatMap(({ now, after }) => {
    const from = first(after.hidden, after.left)
    const kind = people.get(now.id)?.kind ?? 'pupil'
    return now.suppressed || same(first(date(now.hidden_from), date(now.left_from)), from)
      ? []
      : [[at, from === null ? 'restored' : 'removed', kind, now.id, now.id, from, because]]
  })
  await trx.copy('change', ['at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id'], entries)
}

async function shownNow(trx: SchoolTransaction, subjects: readonly string[]): Promise<readonly Shown[]> {
  const { rows } = await sql<Shown>`
    select id, hidden_from, left_from, suppressed_from < 'infinity' as suppressed, held_in is not null as held
      from subject where id = any(${subjects}::uuid[])`.execute(trx.db)
  return rows
}

interface ShownAfter {
  readonly hidden: Date | null
  readonly left: Date | null
}

/**
 * A pupil whose absence waits is not read as one who left: nobody states it. Where the agreement hides at once, the pupil is hidden all the
 * same, and a member of staff is disabled (K14).
 */
function shownBy(retention: Retention | undefined, held: boolean): ShownAfter {
  const left = held ? null : (retention?.leftFrom ?? retention?.disabledFrom ?? null)
  const hidden = retention?.hiddenFrom ?? null
  return { hidden: hidden === null ? null : new Date(hidden), left: left === null ? null : new Date(left) }
}

/** Infinity comes as a number. */
const date = (value: Date | number | null): Date | null => (value instanceof Date ? value : null)

const same = (a: Date | number | null, b: Date | null) => date(a)?.getTime() === b?.getTime()

function first(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
