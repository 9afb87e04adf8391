import type { ItemCode } from '../agreement/items.js'
import type { Identity, SourceRecord } from './source.js'

/**
 * Finds one person whom the source lists at present, by its own id or the MIS's, where that number comes with a person or is wanted; guests and
 * those who are to start included, as far as one can be asked for alone. Who it is, the control facts and what is `wanted`, no memberships.
 * Undefined where nobody of that id is listed; a leaver may come or not.
 */
export type Find = (
  kind: 'pupil' | 'staff',
  id: string,
  wanted: ReadonlySet<ItemCode>,
) => Promise<SourceRecord | undefined>

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
