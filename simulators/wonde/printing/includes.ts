/** What a client asked to be included: `classes.subject,year` as a tree. */
export interface IncludeTree {
  readonly below: ReadonlyMap<string, IncludeTree>
}

interface Growing extends IncludeTree {
  readonly below: Map<string, Growing>
}

export function parseIncludes(text: string | null): IncludeTree {
  const tree: Growing = { below: new Map() }
  for (const path of (text ?? '').split(',').filter((part) => part !== '')) {
    let branch = tree
    for (const step of path.trim().split('.')) {
      const next = branch.below.get(step) ?? { below: new Map<string, Growing>() }
      branch.below.set(step, next)
      branch = next
    }
  }
  return tree
}

/** The same text for the same includes, in whatever order they were asked for. */
export function includesKey(tree: IncludeTree): string {
  return [...tree.below]
    .map(([name, branch]) => (branch.below.size === 0 ? name : `${name}(${includesKey(branch)})`))
    .sort()
    .join(',')
}
