import { factsSchema } from './facts.js'
import type { Facts } from './facts.js'

export type ReadFacts =
  { readonly facts: readonly Facts[]; readonly one: boolean } | { readonly problems: readonly string[] }

/** Reads a file for the calculator: one set of facts, or a list of them. Problems name the place and what to write, never the value. */
export function readFacts(text: string): ReadFacts {
  const content = parse(text)
  if (content === undefined) return { problems: ['This is not JSON; check its brackets, commas and quotes.'] }
  const one = !Array.isArray(content)
  const list: readonly unknown[] = one ? [content] : content
  const parsed = list.map((entry) => factsSchema.safeParse(entry, { error: sentenceFor }))
  const problems = parsed.flatMap(({ error }, index) =>
    (error?.issues ?? []).flatMap((issue) => sentences(issue, one ? [] : [index])),
  )
  if (problems.length > 0) return { problems }
  return { facts: parsed.flatMap(({ data }) => data ?? []), one }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The engine's own message quotes the text around the fault: a pupil's birthday, perhaps.
    return undefined
  }
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
}

function sentences({ path, message, keys }: Issue, before: readonly number[]): readonly string[] {
  const at = (more: readonly PropertyKey[]) => [...before, ...path, ...more].map(String).join('.') || 'The whole'
  return keys ? keys.map((key) => `${at([key])}: ${UNKNOWN_KEY}`) : [`${at([])}: ${message}`]
}

const UNKNOWN_KEY = 'There is no such fact; correct its spelling, or leave it out.'

/** Where the schema has no sentence of its own. */
function sentenceFor({ code, input, values, expected }: RawIssue): string | undefined {
  if (code === 'unrecognized_keys') return UNKNOWN_KEY
  if (input === undefined) return 'This is missing; add it.'
  if (values) return `Write one of ${values.map(String).join(', ')}.`
  return expected === undefined ? undefined : `Write this as ${NAMES[expected] ?? expected}.`
}

interface RawIssue {
  readonly code?: string
  readonly input?: unknown
  readonly values?: readonly unknown[]
  readonly expected?: string
}

const NAMES: Readonly<Record<string, string>> = {
  object: 'keys and values in braces',
  array: 'a list in square brackets',
  boolean: 'true or false',
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
}
