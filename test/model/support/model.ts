import type { Person, Truth } from '../../simulators/client.js'

/** First and last day on roll, or of employment, as the source gives them. */
export interface Spell {
  readonly start: string
  readonly leaving: string | null
}

/** Somebody who is at the school no more, and how to name them to the simulator. */
export interface Gone {
  readonly misId: string
  readonly by: 'leave' | 'delete' | 'vanish'
}

/**
 * What the simulator's truth does not tell, and nothing else. People are named by `personKey`, which neither a new surname nor another MIS
 * changes.
 */
export interface Model {
  /** In the order in which they went. */
  readonly gone: Map<string, Gone>
  /** Pupils of whom the school said that they left, and on which day. */
  readonly told: Map<string, string>
  /** Pupils whom the school withdrew. */
  readonly withdrawn: Set<string>
  /** Items withdrawn of one pupil. */
  readonly withheld: Map<string, Set<string>>
  /** People of whom the school said that they are here, and until when that may count at most. */
  readonly kept: Map<string, Date>
  /** People of whom something that the source said was refused, or undone: it stays away until the source says something else. */
  readonly refused: Set<string>
  /** Groups of which something was refused, or undone, by name: the source cannot be made to say something else of them. */
  readonly loose: Set<string>
  /** People who were erased, with the spell that was known then. */
  readonly erased: Map<string, Spell>
  /** The spell of everybody whom a whole read ever showed, as the last one that did gave it. */
  readonly spells: Map<string, Spell>
  /** Whom the last whole read showed. */
  seen: ReadonlySet<string>
  /** How many surnames were made up. */
  names: number
}

export function emptyModel(): Model {
  return {
    gone: new Map(),
    told: new Map(),
    withdrawn: new Set(),
    withheld: new Map(),
    kept: new Map(),
    refused: new Set(),
    loose: new Set(),
    erased: new Map(),
    spells: new Map(),
    seen: new Set(),
    names: 0,
  }
}

export type Kind = 'pupil' | 'staff'

/** Names a person for good: no two of one school have been seen to share it. */
export const personKey = (kind: Kind, forename: unknown, born: unknown) => `${kind} ${String(forename)} ${String(born)}`

export const keyOf = (kind: Kind, { forename, dateOfBirth }: Person) => personKey(kind, forename, dateOfBirth)

/** Everybody who is really there, by key. */
export function everybody({ pupils, staff }: Truth): ReadonlyMap<string, Person> {
  return new Map([
    ...pupils.map((one) => [keyOf('pupil', one), one] as const),
    ...staff.map((one) => [keyOf('staff', one), one] as const),
  ])
}

export function spellOf(person: Person): Spell {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  const { admissionDate, startDate, leavingDate, endDate } = person
  return { start: text(admissionDate ?? startDate) ?? '', leaving: text(leavingDate ?? endDate) }
}

/**
 * Why somebody who is really there may not be shown, by the agreements' own words: the school withdrew them; it said that they left, and no
 * new spell began since; they were erased and are still listed in the spell that was known then (requirements.md §4, 5).
 */
export function excuse({ told, withdrawn, erased }: Model, key: string, now: Spell): string | undefined {
  if (withdrawn.has(key)) return 'withdrawn'
  const left = told.get(key)
  if (left !== undefined && now.start <= left) return 'told to have left'
  const then = erased.get(key)
  const isSame = then?.start === now.start && (then.leaving === null || then.leaving === now.leaving)
  return isSame ? 'erased in this spell' : undefined
}
