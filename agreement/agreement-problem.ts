/** What is wrong with an agreement file, where, and what to do about it. Never the value that was found there. */
export interface AgreementProblem {
  /** Keys and positions joined by points, `items.3.default`; empty for the file as a whole. */
  readonly path: string
  readonly code: 'notYaml' | 'missing' | 'unknownKey' | 'notAllowed' | 'contradiction'
  readonly message: string
}

/** What this file reads of an issue of zod's, so that zod itself stays in agreement.ts. */
interface Issue {
  readonly code?: string
  readonly path?: readonly PropertyKey[]
  readonly message: string
  readonly input?: unknown
  readonly keys?: readonly string[]
}

/** One problem, or one for each key that is unknown. */
export function toProblems({ code, path = [], message, input, keys = [] }: Issue): readonly AgreementProblem[] {
  if (code === 'unrecognized_keys')
    return keys.map((key) => ({ path: pathOf([...path, key]), code: 'unknownKey', message: unknownKey }))
  return [{ path: pathOf(path), code: code === 'custom' ? 'contradiction' : absentOr('notAllowed', input), message }]
}

/** What is said where the schema has no sentence of its own. */
export function sentenceFor(issue: {
  readonly code?: string
  readonly input?: unknown
  readonly values?: readonly unknown[]
  readonly expected?: string
}): string {
  if (issue.values) return `Write ${issue.values.map(String).join(' or ')}.`
  if (issue.expected === 'object') return 'Write keys and values here, indented under their heading.'
  if (issue.expected === 'array') return 'Write a list here, one entry a line, each after a hyphen.'
  if (issue.expected === 'boolean') return 'Write true or false.'
  if (issue.code === 'too_small') return 'This says too little; write at least one entry, a word, or a number from 1.'
  return 'This has the wrong form; compare it with a preset in agreement/presets.'
}

const unknownKey = 'No agreement has this key here; remove it, or correct its spelling.'

// A key without a value reads as null in YAML, which is as good as missing.
function absentOr<Code extends string>(code: Code, input: unknown): Code | 'missing' {
  return input === undefined || input === null ? 'missing' : code
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.')
}
