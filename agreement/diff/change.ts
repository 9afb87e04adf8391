/**
 * What a change means to the school and its pupils. `widens`: more data, longer, to more people, or the school is asked or offered less.
 * `narrows`: the other way. `neither`: other words, or something that takes nothing from anybody.
 */
export type Effect = 'widens' | 'narrows' | 'neither'

export interface Change {
  readonly effect: Effect
  /** Keys joined by points, entries of a list by their own names: `items.pupil.ethnicity`. */
  readonly path: string
  /** For the person who accepts it. */
  readonly words: string
}

interface Words {
  readonly widens: string
  readonly narrows: string
}

/** A choice between two values of which one is the wider. */
export function choice<Value>(
  path: string,
  before: Value,
  after: Value,
  { wider, words }: { readonly wider: Value; readonly words: Words },
): readonly Change[] {
  if (before === after) return []
  return after === wider
    ? [{ effect: 'widens', path, words: words.widens }]
    : [{ effect: 'narrows', path, words: words.narrows }]
}

/** A number that allows the more, the higher it is. */
export function amount(path: string, before: number, after: number, words: Words): readonly Change[] {
  return choice(path, before, after, { wider: Math.max(before, after), words })
}

/** Words of which no program can say what they change; `effect` is what is assumed of them. */
export function wording<Value>(
  path: string,
  before: Value,
  after: Value,
  effect: Effect,
  words: string,
): readonly Change[] {
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ effect, path, words }]
}

export interface Compared<Entry> {
  readonly added: readonly Entry[]
  readonly removed: readonly Entry[]
  readonly kept: readonly { readonly before: Entry; readonly after: Entry }[]
}

/** Two lists, entry by entry, whatever their order. */
export function compareEntries<Entry>(
  before: readonly Entry[],
  after: readonly Entry[],
  nameOf: (entry: Entry) => string,
): Compared<Entry> {
  const was = new Map(before.map((entry) => [nameOf(entry), entry]))
  const names = new Set(after.map(nameOf))
  return {
    added: after.filter((entry) => !was.has(nameOf(entry))),
    removed: before.filter((entry) => !names.has(nameOf(entry))),
    kept: after.flatMap((entry) => {
      const one = was.get(nameOf(entry))
      return one === undefined ? [] : [{ before: one, after: entry }]
    }),
  }
}
