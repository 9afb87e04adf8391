import type { Identity } from '../../source.js'
import type { Block } from './block.js'
import { idOf, text } from './block.js'

/** The keys by which Wonde may name one person. `upi` outlives a re-enrolment, the id does not; either may be missing but the id. */
export function identitiesOf(row: Block, upn: string | null): readonly Identity[] {
  const keys: readonly [Identity['kind'], string | null][] = [
    ['sourceId', idOf(row)],
    ['misId', text(row, 'mis_id')],
    ['upi', text(row, 'upi')],
    ['upn', upn],
  ]
  return keys.flatMap(([kind, value]) => (value === null ? [] : [{ kind, value }]))
}
