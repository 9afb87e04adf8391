import type { ColumnType } from 'kysely'

/** What one erasure took of one subject. Names nobody: the receipt's number stands beside a name at the school only (K19). */
export interface ErasureLineTable {
  erasure: string
  receipt: string
  rule: string
  kind: 'pupil' | 'staff'
  due_at: Date
  /** Rows by table. */
  held: ColumnType<Readonly<Record<string, number>>, string, never>
  /** The workflow's time after the deed; null until it is done. */
  erased_at: Date | null
}
