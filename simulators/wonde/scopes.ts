/** What the school permits at the connector. A new object with every change: whatever was printed under the old one is forgotten with it. */
export interface Scopes {
  readonly denied: readonly string[]
  readonly allows: (identity: string) => boolean
}

/** Whoever denies `students.extended_details` denies everything below it. */
export function makeScopes(denied: readonly string[]): Scopes {
  const set = new Set(denied)
  const allows = (identity: string): boolean => {
    if (set.has(identity)) return false
    const dot = identity.lastIndexOf('.')
    return dot < 0 || allows(identity.slice(0, dot))
  }
  return { denied: [...set], allows }
}
