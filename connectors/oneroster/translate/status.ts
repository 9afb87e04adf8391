import type { Block } from '../../block.js'
import { text } from './block.js'

/** Whether a row says that its object is gone. `inactive` is a word of version 1.0 that some still write. */
export function isRemoved(row: Block): boolean {
  return ['tobedeleted', 'inactive'].includes((text(row, 'status') ?? '').toLowerCase())
}
