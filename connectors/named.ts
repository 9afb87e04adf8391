import type { Identity, SourceRecord } from './source.js'

interface Named {
  readonly ref: string
  readonly identities: readonly Identity[]
}

/** Whether somebody bears this id, as the source's own or as the MIS's. */
export function isNamed(id: string): (one: Named) => boolean {
  return ({ ref, identities }) =>
    ref === id || identities.some(({ kind, value }) => (kind === 'sourceId' || kind === 'misId') && value === id)
}

/** Walks pages until somebody comes who bears the id; the rest is not asked for. */
export async function findNamed(
  pages: AsyncGenerator<readonly SourceRecord[], unknown, void>,
  id: string,
): Promise<SourceRecord | undefined> {
  for await (const page of pages) {
    const found = page.find(isNamed(id))
    if (found) return found
  }
  return undefined
}
