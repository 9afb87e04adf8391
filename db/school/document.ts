import type { ItemCode, ItemValue } from '../../agreement/items.js'
import type { GatedRecord } from '../../pipeline/gate.js'
import { open, seal } from '../../vault/sealing.js'
import type { OpenKey } from '../../vault/open-key.js'

export type Items = Readonly<Partial<Record<ItemCode, ItemValue>>>

/** A document belongs to its record: sealed bytes moved to another row do not open. */
const about = (recordId: string) => `record/${recordId}`

/** Seals what passed the gate. There is no other way for items to reach a row. */
export function sealItems(key: OpenKey, recordId: string, record: GatedRecord): Buffer {
  return seal(key, JSON.stringify(record.items), about(recordId))
}

/** Seals what is left of a document that passed the gate once, after an item was withdrawn. */
export function sealRemaining(key: OpenKey, recordId: string, items: Items): Buffer {
  return seal(key, JSON.stringify(items), about(recordId))
}

export function openItems(key: OpenKey, recordId: string, sealed: Buffer): Items {
  const items: unknown = JSON.parse(open(key, sealed, about(recordId)).toString('utf8'))
  if (!isItems(items)) throw new TypeError('A document of ours does not hold items.')
  return items
}

/** What opens under its own key was sealed by us, from items; there is no need to look at each again. */
function isItems(value: unknown): value is Items {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const aboutFact = (subjectId: string, what: string) => `fact/${subjectId}/${what}`

export function sealFact(key: OpenKey, subjectId: string, what: string, value: string): Buffer {
  return seal(key, value, aboutFact(subjectId, what))
}

export function openFact(key: OpenKey, subjectId: string, what: string, sealed: Buffer): string {
  return open(key, sealed, aboutFact(subjectId, what)).toString('utf8')
}
