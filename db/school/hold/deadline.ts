import { sql } from 'kysely'
import type { HoldReason } from '../../../pipeline/wait.js'

const DAY_MS = 24 * 3_600_000

/** What happens to a hold at its deadline without anybody's word. */
export type Then = 'erasedIfConfirmed' | 'applied' | 'dropped'

/** Absences have a date of their own, by the agreement; a change has none, so that it is ours: long enough to be seen, and not for ever. */
const kinds: Readonly<Record<HoldReason, { readonly days: number; readonly then: Then }>> = {
  unexplainedPupils: { days: 7, then: 'erasedIfConfirmed' },
  pupils: { days: 7, then: 'erasedIfConfirmed' },
  staff: { days: 7, then: 'erasedIfConfirmed' },
  blanked: { days: 7, then: 'applied' },
  renamed: { days: 7, then: 'applied' },
  groups: { days: 7, then: 'applied' },
  review: { days: 30, then: 'dropped' },
}

export const thenOf = (reason: HoldReason): Then => kinds[reason].then
/** In milliseconds, where no date of the agreement says otherwise. */
export const periodOf = (reason: HoldReason): number => kinds[reason].days * DAY_MS

/**
 * The first date on which somebody who waits as absent would be erased; of a hold of changes, the one it has. An absence that no read has
 * confirmed yet is erased as long before its promise as a confirmed one, should the next read confirm it.
 */
export const firstDate = (leadMs: number) => sql`coalesce(
  (select min(case when t.planned and t.fact_what = 'absent' then t.due_at - ${leadMs} * interval '1 millisecond' else t.erase_at end)
     from timer t join subject s on s.id = t.subject_id
    where s.held_in = h.id and t.item is null and h.reason <> 'review'), h.due_at)`
