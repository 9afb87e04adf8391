/** Ways of failing before anything is read, as statuses. */
const statusKinds = ['401', '403', '404', '429', '500', '503'] as const
/** Ways of answering that no client should believe. */
const bodyKinds = ['htmlWith200', 'cutJson', 'slowBody', 'hang'] as const
/** Ways of telling lies about a list; they befall lists only. */
const listKinds = [
  'missingLastPage', 'truncatedPage', 'repeatedPage', 'endlessPages', 'moreWithoutNext', 'nextOnOtherHost', 'emptySchool', 'duplicateIds', 'wrongTypes',
  'hugeString',
] as const // prettier-ignore

export const faultKinds = [
  ...statusKinds,
  ...bodyKinds,
  ...listKinds,
  'otherSchool',
  'countsDisagree',
  'countsUnsaid',
] as const
export type FaultKind = (typeof faultKinds)[number]
export type StatusKind = (typeof statusKinds)[number]
export type ListKind = (typeof listKinds)[number]

export type CountsKind = Extract<FaultKind, `counts${string}`>

export interface Fault {
  readonly kind: FaultKind
  readonly schoolId?: string
  /** A prefix of path and query, or a regular expression that finds something in them. */
  readonly path?: string
  /** The share of matching requests it befalls, drawn from `seed`. */
  readonly rate: number
  readonly seed: number
  /** How many requests it befalls at most. */
  readonly times?: number
  /** Seconds, for the `Retry-After` of 429 and 503. */
  readonly retryAfter?: number
  /** Of a package: which of its files alone, by its name without the ending. */
  readonly file?: string
  /** How long a slow body takes, or a hanging connection is kept; without it a hanging one is kept for good. */
  readonly ms?: number
}

export function isStatusKind(kind: FaultKind): kind is StatusKind {
  return statusKinds.some((known) => known === kind)
}

export function isCountsKind(kind: FaultKind): kind is CountsKind {
  return kind === 'countsDisagree' || kind === 'countsUnsaid'
}

export function isListKind(kind: FaultKind): kind is ListKind {
  return listKinds.some((known) => known === kind)
}
