import { addDays } from './days.js'
import type { Day } from './days.js'
import type { Spell } from './facts.js'

export interface Spells {
  /** The last one whose start has been reached; null before the first. A start that the MIS does not give has been reached. */
  readonly present: Spell | null
  /** The end of the one before it. */
  readonly before: Spell | null
  /** Announced, not begun: it cancels nothing (requirements.md §4, 5). */
  readonly announced: Spell | null
  readonly overlap: boolean
}

/** The MIS's spells as last read, in the order of their starts. Two that touch are one: going from one to the other is no leaving (§4, 3). */
export function spellsOn(spells: readonly Spell[], today: Day): Spells {
  const joined: Spell[] = []
  let overlap = false
  for (const spell of spells) {
    const last = joined.at(-1)
    if (last && touches(last, spell)) {
      overlap ||= last.leaving === null || (spell.start !== null && spell.start <= last.leaving)
      joined[joined.length - 1] = { start: last.start, leaving: later(last, spell) }
    } else joined.push(spell)
  }
  const reached = joined.filter(({ start }) => start === null || start <= today)
  return {
    present: reached.at(-1) ?? null,
    before: reached.at(-2) ?? null,
    announced: joined[reached.length] ?? null,
    overlap,
  }
}

function touches(last: Spell, next: Spell): boolean {
  return last.leaving === null || next.start === null || next.start <= addDays(last.leaving, 1)
}

/** Of two that touch or overlap, the one that goes on longer: nobody leaves while one of them is open. */
function later(a: Spell, b: Spell): Day | null {
  if (a.leaving === null || b.leaving === null) return null
  return a.leaving > b.leaving ? a.leaving : b.leaving
}
