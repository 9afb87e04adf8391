import type { ColumnType } from 'kysely'

/** What one erasure took of one subject, or of one year's marks. Names nobody: the receipt's number stands beside a name at the school only (K19). */
export interface ErasureLineTable {
  erasure: string
  receipt: string
  rule: string
  /** Of whom, or that it is a whole school's marks of one year. */
  kind: 'pupil' | 'staff' | 'attendanceYear'
  due_at: Date
  /** Rows by table. */
  held: ColumnType<Readonly<Record<string, number>>, string, never>
  /** The workflow's time after the deed; null until it is done. */
  erased_at: Date | null
}
