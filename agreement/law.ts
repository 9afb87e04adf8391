import { retentionPolicy } from './agreement.js'
import type { Agreement } from './agreement.js'
import type { Law } from './retention/policy-change.js'

/** A version of an agreement, and from when it held for a school. */
export interface VersionInForce {
  readonly agreement: Agreement
  readonly from: Date
}

/** What the dates of a school's people depend on, from the versions that held one after the other. Undefined before the first. */
export function lawOf([first, ...later]: readonly VersionInForce[]): Law | undefined {
  const changes = later.map(({ agreement, from }) => ({ policy: retentionPolicy(agreement), from: from.getTime() }))
  return first && { first: retentionPolicy(first.agreement), changes }
}
