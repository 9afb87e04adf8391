import type { CopyRow, SchoolTransaction } from '../transaction.js'

/** Writes entries of the feed that keep what they replaced: at, op, kind, record, subject, from, run, and the sealed bytes and a group's hash. */
export async function tell(trx: SchoolTransaction, entries: readonly CopyRow[]): Promise<void> {
  const columns = ['at', 'op', 'kind', 'record_id', 'subject_id', 'effective_from', 'run_id', 'before', 'before_ref']
  await trx.copy('change', columns, entries)
}
