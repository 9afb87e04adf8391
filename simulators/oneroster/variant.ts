import type { SimulatedSchool } from '../world/simulated-school.js'

/** Where providers differ, and what each setting may be; the first is how a school behaves unless told otherwise. */
export const variantChoices = {
  /** Which headers tell of further pages. */
  paging: ['both', 'link', 'total', 'none'],
  /** Whether `limit` and `offset` are heeded; Xporter without them answers with everything. */
  limits: ['heeded', 'capped', 'ignored'],
  /** What becomes of `filter`. */
  filters: ['all', 'status', 'ignored', 'refused'],
  /** What becomes of `fields` and `sort`. */
  selection: ['heeded', 'ignored', 'refused'],
  /** `core`: no nested routes and no ids, as Xporter's. */
  routes: ['all', 'core'],
  /** How somebody who left looks: marked, no longer listed, or listed with enrolments that are over. */
  leavers: ['tobedeleted', 'inactive', 'gone', 'ended'],
  /** Where the UPN stands. */
  upn: ['userIds', 'metadata', 'identifier', 'absent'],
  /** How a client must show who it is when it asks for a token. */
  credentials: ['either', 'basic', 'form'],
  /** Which scopes are granted, whatever was asked. */
  scopes: ['asked', 'core', 'unsaid', 'unknown'],
  /** What the school keeps back: lists that REST refuses, files that are not in the package. */
  withheld: ['nothing', 'births', 'classes', 'people'],
  /** Whether the members of an error stand in an object of their own. */
  errors: ['wrapped', 'flat'],
  /** How the CSV files are written: with a byte order mark, in other encodings, in a folder, with other spellings of the headers … */
  csv: ['usual', 'bom', 'utf16', 'latin1', 'folder', 'oldNames', 'filled', 'noManifest', 'delta'],
} as const

export type Variant = { readonly [Setting in keyof typeof variantChoices]: (typeof variantChoices)[Setting][number] }

export const usualVariant: Variant = {
  paging: 'both',
  limits: 'heeded',
  filters: 'all',
  selection: 'heeded',
  routes: 'all',
  leavers: 'tobedeleted',
  upn: 'userIds',
  credentials: 'either',
  scopes: 'asked',
  withheld: 'nothing',
  errors: 'wrapped',
  csv: 'usual',
}

const played = new WeakMap<SimulatedSchool, Variant>()

export function variantOf(school: SimulatedSchool): Variant {
  return played.get(school) ?? usualVariant
}

/** From now on the school behaves so. Like faults, it is not saved. */
export function playVariant(school: SimulatedSchool, variant: Variant): void {
  played.set(school, variant)
}
