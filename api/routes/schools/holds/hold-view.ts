import { z } from 'zod'
import { thenOf } from '../../../../db/school/hold/deadline.js'
import { holdStates } from '../../../../db/school/hold/hold.js'
import type { CountedHold } from '../../../../db/school/hold/hold.js'

export const holdView = z.object({
  id: z.string(),
  reason: z.enum(['unexplainedPupils', 'pupils', 'staff', 'blanked', 'renamed', 'groups', 'review']),
  /** Of a blanking: which item. */
  item: z.string().nullable(),
  state: z.enum(holdStates),
  /** What was seen, for people. */
  words: z.string(),
  figures: z.object({ of: z.number(), count: z.number(), percent: z.number(), limit: z.number() }),
  /** How many records wait now. */
  count: z.number(),
  runId: z.string(),
  openedAt: z.string(),
  /** Until then somebody can decide; `then` says what happens without anybody's word. */
  until: z.string(),
  then: z.enum(['erasedIfConfirmed', 'applied', 'dropped']),
  /** One person released more removals than one may alone: another has to do so too. */
  needsSecondPerson: z.boolean(),
  closedAt: z.string().nullable(),
})

export function shownHold(hold: CountedHold): z.infer<typeof holdView> {
  const { id, reason, item, state, words, figures, count } = hold
  return {
    id,
    reason,
    item,
    state,
    words,
    figures,
    count,
    runId: hold.run_id,
    openedAt: hold.opened_at.toISOString(),
    until: hold.due_at.toISOString(),
    then: thenOf(reason),
    needsSecondPerson: hold.state === 'open' && hold.first_person !== null,
    closedAt: hold.closed_at?.toISOString() ?? null,
  }
}
