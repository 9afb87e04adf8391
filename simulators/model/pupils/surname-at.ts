import { addDays, firstDay } from '../calendar.js'
import { between, chance } from '../random.js'
import { surnameOf } from '../names/surnames.js'
import type { Day } from '../calendar.js'

const RENAME_A_YEAR = 0.006

/** A surname on a day, for a person first known in `since`: some take another in the middle of a year. */
export function surnameAt(
  seed: number,
  kind: string,
  number: number,
  since: number,
  now: number,
  day: Day,
): { readonly surname: string | null; readonly changes: readonly Day[] } {
  const changes: Day[] = []
  let surname: string | null = null
  for (let year = since; year <= now; year += 1) {
    if (!chance(seed, RENAME_A_YEAR, 'renames', kind, number, year)) continue
    const on = addDays(firstDay(year), between(seed, 10, 320, 'renames on', kind, number, year))
    changes.push(on)
    if (on <= day) surname = surnameOf(seed, kind, number, 'from', year)
  }
  return { surname, changes }
}
