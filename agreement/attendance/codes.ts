import type { Day } from '../retention/days.js'

/** What a mark counts as. Derived from code and day: what a feed says of it differs from MIS to MIS (domain sheet A6). */
export type CountsAs = 'present' | 'authorised' | 'unauthorised' | 'notRequired'

/** What is odd about a code: not on any national list, or not on the one in force on the mark's day. It is kept as received. */
export type CodeFinding = 'unknownCode' | 'codeNotInForce'

// The list that came into force on this day ended J and H and the plain Y, and began eleven others. A break in the series: J counted as
// attending, and J1, which took its place, is an absence.
const LIST_OF_2024: Day = '2024-08-19'

const standing: readonly (readonly [CountsAs, string])[] = [
  ['present', '/ \\ L B P V W'],
  ['authorised', 'C E I M R S T'],
  ['unauthorised', 'G N O U'],
  ['notRequired', 'D X Z # -'],
]
const until2024: readonly (readonly [CountsAs, string])[] = [
  ['present', 'J'],
  ['authorised', 'H'],
  ['notRequired', 'Y'],
]
const since2024: readonly (readonly [CountsAs, string])[] = [
  ['present', 'K'],
  ['authorised', 'C1 C2 J1'],
  ['notRequired', 'Q Y1 Y2 Y3 Y4 Y5 Y6 Y7'],
]

const before = listOf(standing, until2024)
const present = listOf(standing, since2024)

/** What a code counts as on a day; null for one that is not on that day's list. */
export function countsAs(code: string, day: Day): CountsAs | null {
  return (day < LIST_OF_2024 ? before : present).get(code) ?? null
}

export function codeFinding(code: string, day: Day): CodeFinding | null {
  if (countsAs(code, day) !== null) return null
  return before.has(code) || present.has(code) ? 'codeNotInForce' : 'unknownCode'
}

function listOf(...parts: readonly (readonly (readonly [CountsAs, string])[])[]): ReadonlyMap<string, CountsAs> {
  return new Map(parts.flat().flatMap(([as, codes]) => codes.split(' ').map((code) => [code, as] as const)))
}
