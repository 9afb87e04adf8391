export type LaestabCheck = 'valid' | 'unknownAuthority' | 'malformed'

type Range = readonly [first: number, last: number]

/**
 * Codes of local authorities since April 1998, with the pseudo authorities 001–005 and Wales; ends included.
 * Source: DfE school census rule 1530, and the authorities made in 2023 (942 Cumberland, 943 Westmorland and Furness).
 * Authorities go on being made, so a code that is not here is a reason to warn and never to refuse (reference/domain.md A1).
 */
const authorities: readonly Range[] = [
  [1, 5],
  [201, 213],
  [301, 320],
  [330, 336],
  [340, 344],
  [350, 359],
  [370, 373],
  [380, 384],
  [390, 394],
  [420, 420],
  [660, 681],
  [701, 708],
  [800, 803],
  [805, 808],
  [810, 813],
  [815, 816],
  [820, 823],
  [825, 826],
  [830, 831],
  [835, 841],
  [845, 846],
  [850, 852],
  [855, 857],
  [860, 861],
  [865, 896],
  [908, 909],
  [916, 916],
  [919, 919],
  [921, 921],
  [925, 926],
  [928, 929],
  [931, 931],
  [933, 933],
  [935, 938],
  [940, 943],
]

/**
 * Checks an LAESTAB: three digits of the local authority, then the four of the establishment, which are unique only inside their
 * authority (reference/domain.md A2). Nothing about the kind of school is read from the number: academies break the ranges.
 */
export function checkLaestab(value: string): LaestabCheck {
  if (!/^[0-9]{7}$/.test(value)) return 'malformed'
  return isKnownAuthority(value.slice(0, 3)) ? 'valid' : 'unknownAuthority'
}

export function isKnownAuthority(laCode: string): boolean {
  if (!/^[0-9]{3}$/.test(laCode)) return false
  const code = Number(laCode)
  return authorities.some(([first, last]) => code >= first && code <= last)
}
