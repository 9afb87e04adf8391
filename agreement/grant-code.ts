import { isItemCode } from './items.js'
import type { ItemCode } from './items.js'

/**
 * One aspect of assessment that the school chose, by the id that its source knows it by: `pupil.assessments:A1039` (R31). The item's own code
 * grants no result of any aspect; it lets the school be shown which aspects there are, so that it can choose.
 */
export type AspectCode = `pupil.assessments:${string}`

/** One entry of a grant: an item, or of assessment one aspect. */
export type GrantCode = ItemCode | AspectCode

const PREFIX = 'pupil.assessments:'

// Safe in a URL and in the name of a key; every source's ids of aspects are.
const ASPECT = /^pupil\.assessments:[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

export function isAspectCode(text: string): text is AspectCode {
  return ASPECT.test(text)
}

export function isGrantCode(text: string): text is GrantCode {
  return isItemCode(text) || isAspectCode(text)
}

export function aspectCode(aspect: string): AspectCode {
  return `${PREFIX}${aspect}`
}

/** The item that an entry is of. */
export function itemOf(code: GrantCode): ItemCode {
  return isItemCode(code) ? code : 'pupil.assessments'
}

/** The items that a grant speaks of; assessment among them as soon as one aspect is named. */
export function grantedItems(codes: readonly GrantCode[]): ReadonlySet<ItemCode> {
  return new Set(codes.map(itemOf))
}

/** The aspects of assessment that a grant names, by the source's ids. */
export function grantedAspects(codes: readonly GrantCode[]): ReadonlySet<string> {
  return new Set(codes.filter(isAspectCode).map((code) => code.slice(PREFIX.length)))
}
