import { weekKey } from './weeks.js'
import type { ArrivedWeek, WeekName } from './weeks.js'

/** What we hold of one week, as far as a comparison needs it. */
export interface HeldWeek extends WeekName {
  readonly id: string
  readonly digest: string
}

export interface WeekMatch {
  readonly held: HeldWeek
  readonly arrived: ArrivedWeek
}

export interface WeekChanges {
  readonly added: readonly ArrivedWeek[]
  readonly changed: readonly WeekMatch[]
  /** Held, not in the read, of somebody of whom other marks came. */
  readonly removed: readonly HeldWeek[]
  readonly unchanged: number
  /** People with marks among those held of whom nothing came at all. They keep what they have: absence is not proof. */
  readonly silent: number
}

export function changesAnyWeek({ added, changed, removed }: WeekChanges): boolean {
  return [added, changed, removed].some((outcome) => outcome.length > 0)
}

/** Compares a window of weeks that was read whole with the same window as it is held, by digests alone. */
export function compareWeeks(arrived: readonly ArrivedWeek[], held: readonly HeldWeek[]): WeekChanges {
  const there = new Map(held.map((week) => [weekKey(week), week]))
  const came = new Set(arrived.map(weekKey))
  const heard = new Set(arrived.map(({ subject }) => subject))
  const matches = arrived.flatMap((week) => {
    const same = there.get(weekKey(week))
    return same ? [{ held: same, arrived: week }] : []
  })
  const changed = matches.filter((match) => match.held.digest !== match.arrived.digest)
  return {
    added: arrived.filter((week) => !there.has(weekKey(week))),
    changed,
    removed: held.filter((week) => heard.has(week.subject) && !came.has(weekKey(week))),
    unchanged: matches.length - changed.length,
    silent: new Set(held.filter(({ subject }) => !heard.has(subject)).map(({ subject }) => subject)).size,
  }
}
