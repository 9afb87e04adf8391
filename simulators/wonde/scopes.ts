/** What the school permits at the connector. A new object with every change: whatever was rendered under the old one is forgotten with it. */
export interface Scopes {
  readonly denied: readonly string[]
  readonly allows: (identity: string) => boolean
  /** JSON already rendered for a person, by the includes asked for. */
  readonly rendered: WeakMap<object, Map<string, string>>
}

/** Whoever denies `students.extended_details` denies everything below it. */
export function makeScopes(denied: readonly string[]): Scopes {
  const answers = new Map<string, boolean>()
  const set = new Set(denied)
  const decide = (identity: string): boolean => {
    if (set.has(identity)) return false
    const dot = identity.lastIndexOf('.')
    return dot < 0 || allows(identity.slice(0, dot))
  }
  const allows = (identity: string): boolean => {
    const known = answers.get(identity) ?? decide(identity)
    answers.set(identity, known)
    return known
  }
  return { denied: [...set], allows, rendered: new WeakMap() }
}
