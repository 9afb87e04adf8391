import type { ListEnd, SourceKind, SourceRecord } from './source.js'

/** What one kind's part of a question for changes showed of itself. */
export interface ChangedWalk extends ListEnd {
  readonly kind: SourceKind
}

/** How a question for changes ended: what was walked, and the mark to ask from the next time. */
export interface ChangesEnd {
  readonly walks: readonly ChangedWalk[]
  readonly mark: string
}

/**
 * Staff and pupils whose rows changed, page by page. Ends with null where the source did not show that nobody came, nobody went and no
 * group changed: then everything is to be read, and nothing that came is to be believed.
 */
export type ChangeWalk = AsyncGenerator<readonly ChangedRecord[], ChangesEnd | null, void>

/** A row that changed. Without `memberships` they are as they were. */
export type ChangedRecord = Omit<SourceRecord, 'memberships'> & Partial<Pick<SourceRecord, 'memberships'>>
