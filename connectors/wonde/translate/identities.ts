import type { Identity } from '../../source.js'
import type { Block } from '../../block.js'
import { idOf, text } from './block.js'

/** The keys by which Wonde may name one person. `upi` outlives a re-enrolment, the id does not; either may be missing but the id. */
export function identitiesOf(row: Block, upn: string | null): readonly Identity[] {
  const found: Identity[] = [{ kind: 'sourceId', value: idOf(row) }]
  const misId = text(row, 'mis_id')
  const upi = text(row, 'upi')
  if (misId !== null) found.push({ kind: 'misId', value: misId })
  if (upi !== null) found.push({ kind: 'upi', value: upi })
  if (upn !== null) found.push({ kind: 'upn', value: upn })
  return found
}
