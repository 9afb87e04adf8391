import type { RuleDate } from './date.js'
import { addDays, addPeriod, after, dayOf, daysBetween, earliest, endOf, latest, startOf } from './days.js'
import type { Day, Instant } from './days.js'
import type { Facts } from './facts.js'
import type { Leaving } from './leaving.js'
import type { RetentionPolicy } from './policy.js'

type Grace = Extract<RetentionPolicy['pupilLeaver'], { mode: 'grace' }>
type Immediate = Extract<RetentionPolicy['pupilLeaver'], { mode: 'immediate' }>

/** From when on a person counts as gone: detected, and the last day over. Null while nothing is known. */
export function goneFrom({ lastDay, lastDayLearned, stated, absent }: Leaving): Instant | null {
  const detected = earliest(stated, lastDayLearned) ?? absent
  return latest(detected, lastDay === null ? null : endOf(lastDay))
}

/** A period after the leaving (requirements.md §4, 4). */
export function leaverInGrace({ now }: Facts, leaving: Leaving, rule: Grace): RuleDate | null {
  const learned = leaving.stated ?? leaving.absent
  const clock = clockDay(leaving.lastDay, learned, rule.anchor)
  if (clock === null) return null
  const floored = notBefore(addPeriod(clock, rule.max), leaving.lastDayLearned)
  return {
    rule: 'leaver',
    ...floored,
    begins: floored.lateByDays === undefined ? endOf(clock) : floored.dueAt,
    planned: (leaving.lastDay !== null && endOf(leaving.lastDay) > now) || (leaving.stillOnRoll && !leaving.told),
    fact: { what: clock === leaving.lastDay ? 'leavingDate' : 'notice', date: clock },
  }
}

function clockDay(lastDay: Day | null, learned: Instant | null, anchor: Grace['anchor']): Day | null {
  const notice = learned === null ? null : dayOf(learned)
  if (lastDay === null) return notice
  return anchor === 'notice' && notice !== null && notice > lastDay ? notice : lastDay
}

// So that a mistyped year does not erase somebody overnight (§4, 4).
const FLOOR_DAYS = 28

/** No date falls before the day on which the fact that sets it became known, and the floor. Says by how much that breaks the promise. */
export function notBefore(
  promised: Day,
  learned: Instant | null,
): Pick<RuleDate, 'dueAt'> & { readonly dueOn: Day; readonly lateByDays?: number } {
  const floor = learned === null ? promised : addDays(dayOf(learned), FLOOR_DAYS)
  if (floor <= promised) return { dueOn: promised, dueAt: startOf(promised) }
  return { dueOn: floor, dueAt: startOf(floor), lateByDays: daysBetween(promised, floor) }
}

/** At once: hours after the detection or the end of the last day, whichever is later (§4, 7); longer where only absence speaks (§4, 8). */
export function leaverAtOnce(facts: Facts, leaving: Leaving, rule: Immediate): RuleDate | null {
  const dates = [stated(facts, leaving, rule), absent(leaving, rule)].filter((date) => date !== null)
  // An unconfirmed absence must not stand before a statement that can be acted on.
  const [first] = dates.sort((a, b) => Number(a.planned) - Number(b.planned) || a.dueAt - b.dueAt)
  return first ?? null
}

function stated({ now }: Facts, leaving: Leaving, rule: Immediate): RuleDate | null {
  if (leaving.stated === null && leaving.lastDay === null) return null
  // The earlier of the two: a row that repeats next day what the record said before must not move the date.
  const from = latest(
    earliest(leaving.stated, leaving.lastDayLearned),
    leaving.lastDay === null ? null : endOf(leaving.lastDay),
  )
  if (from === null) return null
  const what = leaving.lastDay === null ? 'notice' : 'leavingDate'
  const date = leaving.lastDay ?? dayOf(from)
  return { rule: 'leaver', dueAt: after(from, rule.stated), begins: from, planned: from > now, fact: { what, date } }
}

function absent({ absent: first, absenceConfirmed }: Leaving, rule: Immediate): RuleDate | null {
  if (first === null) return null
  return {
    rule: 'leaver',
    dueAt: after(first, rule.absent),
    begins: absenceConfirmed ?? after(first, rule.absent),
    planned: absenceConfirmed === null,
    fact: { what: 'absent', date: dayOf(first) },
  }
}
