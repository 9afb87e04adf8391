import type { Kysely } from 'kysely'
import type { SchoolDatabase } from './database.js'

/** What one erasure took of one item. Names nobody: the receipt stands beside a name at the school only (K19). */
export interface ItemLineTable {
  erasure: string
  item: string
  /** Of the one person; null where the item went for everybody. */
  receipt: string | null
  /** The withdrawal of an item for everybody. */
  instruction: number | null
  due_at: Date
  /** Of documents and memberships, how many held it. */
  held: number
  /** The workflow's time after the deed; null until it is done. */
  erased_at: Date | null
}

export interface ItemLine {
  readonly erasure: string
  readonly item: string
  readonly receipt: string | null
  readonly instruction: number | null
  readonly dueAt: Date
  readonly held: number
}

/** In the transaction that takes the items. Whoever is second changes nothing. */
export async function writeItemLines(db: Kysely<SchoolDatabase>, lines: readonly ItemLine[]): Promise<void> {
  if (lines.length === 0) return
  await db
    .insertInto('item_line')
    .values(lines.map(({ dueAt, ...line }) => ({ ...line, due_at: dueAt })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Of items that are gone, and that no certificate speaks of yet: of single people, or of everybody. */
export async function openItemLines(
  db: Kysely<SchoolDatabase>,
  of: 'single people' | 'everybody',
): Promise<readonly ItemLine[]> {
  return db
    .selectFrom('item_line')
    .select(['erasure', 'item', 'receipt', 'instruction', 'due_at as dueAt', 'held'])
    .where('erased_at', 'is', null)
    .where('receipt', of === 'everybody' ? 'is' : 'is not', null)
    .orderBy('erasure')
    .orderBy('item')
    .execute()
}

export async function closeItemLines(db: Kysely<SchoolDatabase>, erasure: string, at: Date): Promise<void> {
  await db
    .updateTable('item_line')
    .set({ erased_at: at })
    .where('erasure', '=', erasure)
    .where('erased_at', 'is', null)
    .execute()
}
