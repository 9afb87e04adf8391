import { incomplete } from './failures.js'

/** Adds the keys of a page to those of the pages before it. A record that comes twice says that the list moved while it was read. */
export function keepUnique(keys: readonly string[], ids: Set<string>, endpoint: string): void {
  for (const key of keys) {
    if (ids.has(key)) throw incomplete(endpoint, 'the same record came twice')
    ids.add(key)
  }
}
