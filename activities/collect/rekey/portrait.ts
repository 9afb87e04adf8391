import type { Items } from '../../../db/school/document.js'

/** What tells one person from another in two systems, as far as it is granted. It lives as long as the read, and only on a night that needs it. */
export interface Portrait {
  readonly forename: string | null
  readonly surname: string | null
  readonly born: string | null
  readonly email: string | null
  readonly firstDay: string | null
}

export function portraitOf(kind: 'pupil' | 'staff', items: Items, firstDay: string | null): Portrait {
  const name = items[`${kind}.name`]
  return {
    forename: letters(fieldOf(name, 'forename')),
    surname: letters(fieldOf(name, 'surname')),
    born: textIn(items[`${kind}.dateOfBirth`]),
    email: textIn(items[`${kind}.email`])?.trim().toLowerCase() ?? null,
    firstDay,
  }
}

/**
 * Whether nothing speaks against two being one: half of what both tell of names and birth is the same. One of two names may be new, of marriage
 * or adoption, and a day of birth mistyped; where nothing can be compared, nothing speaks against it.
 */
export function mayBeOne(a: Portrait, b: Portrait): boolean {
  const told = weighed.filter(([field]) => a[field] !== null && b[field] !== null)
  const sum = (of: typeof told) => of.reduce((total, [, weight]) => total + weight, 0)
  return sum(told.filter(([field]) => a[field] === b[field])) * 2 >= sum(told)
}

// A day of birth says as much as the two names together.
const weighed = [
  ['forename', 1],
  ['surname', 1],
  ['born', 2],
] as const

/** Both names known of both, and the same. */
export function areNamesakes(a: Portrait, b: Portrait): boolean {
  return nameOf(a) !== null && nameOf(a) === nameOf(b)
}

export function nameOf({ forename, surname }: Portrait): string | null {
  return forename === null || surname === null ? null : `${forename} ${surname}`
}

/** Something beside the name that says that namesakes are one person. */
export function sharesMore(a: Portrait, b: Portrait): boolean {
  return isSame(a.born, b.born) || isSame(a.email, b.email) || isSame(a.firstDay, b.firstDay)
}

export const bornApart = (a: Portrait, b: Portrait) => a.born !== null && b.born !== null && a.born !== b.born

const isSame = (a: string | null, b: string | null) => a !== null && a === b

/** Two systems write accents, apostrophes and spaces in their own ways. */
function letters(value: string | null): string | null {
  const bare =
    value
      ?.normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^\p{L}]/gu, '') ?? ''
  return bare === '' ? null : bare
}

function fieldOf(value: unknown, field: string): string | null {
  return typeof value === 'object' && value !== null
    ? textIn(Object.entries(value).find(([key]) => key === field)?.[1])
    : null
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
