import { addDays, startOf } from '../../agreement/retention/days.js'
import type { Change } from './cast.js'
import type { Hiding, Roll } from './roll.js'

const MINUTE_MS = 60_000

/**
 * Under an agreement that hides leavers: from when on those are hidden whom a night's read found gone or going, against the later of when it
 * ended and of the end of their last day (requirements.md §4, 7). What lies ahead is judged when it has come. Whom the school told us about
 * was looked for when it had told us.
 */
export function judgeHidden(roll: Roll, changes: readonly Change[], learned: Date): void {
  if (roll.cast.agreement.time.leaverVisibility !== 'hidden') return
  const { hidings } = roll
  for (const { op, kind, subjectId, at, from } of changes) {
    if (kind !== 'pupil' || subjectId === null) continue
    if (op === 'removed') hidings.set(subjectId, { from: Date.parse(from ?? at), learned: learned.getTime() })
    if (op === 'restored') hidings.delete(subjectId)
  }
  const misIds = new Map([...roll.subjects].map(([misId, subject]) => [subject, misId]))
  for (const [subject, hiding] of hidings) {
    if (hiding.from > roll.stage.now().getTime()) continue
    hidings.delete(subject)
    const misId = misIds.get(subject)
    if (misId !== undefined && !roll.outOfSight.has(misId)) judge(roll, hiding, roll.lastDays.get(misId))
  }
}

function judge({ ledger }: Roll, { from, learned }: Hiding, lastDay: string | undefined): void {
  const over = lastDay === undefined ? 0 : startOf(addDays(lastDay, 1))
  const marginMs = Math.max(learned, over) + MINUTE_MS - from
  if (marginMs >= 0) ledger.keep('R57', Math.min(marginMs, MINUTE_MS))
  else ledger.broken('R57', `one was hidden ${Math.ceil(-marginMs / 1000)} seconds late`)
}
