import type { GatedRecord, Ungated } from '../../../pipeline/gate.js'
import { open, seal } from '../../../vault/sealing.js'
import type { OpenKey } from '../../../vault/open-key.js'

/** What is sealed belongs to its record: moved to another row it does not open. */
const about = (recordId: string) => `held/${recordId}`

/** Seals what passed the gate and waits. */
export function sealStaged(key: OpenKey, recordId: string, record: GatedRecord): Buffer {
  const { kind, ref, identities, items, facts, memberships } = record
  return seal(key, JSON.stringify({ kind, ref, identities, items, facts, memberships }), about(recordId))
}

/** Opens it as a source's record: it passes the gate again before it goes anywhere, because what is granted may have changed. */
export function openStaged(key: OpenKey, recordId: string, sealed: Buffer): Ungated {
  const plain: unknown = JSON.parse(open(key, sealed, about(recordId)).toString('utf8'))
  if (!isRecord(plain)) throw new TypeError('What is staged of ours does not hold a record.')
  return plain
}

/** What opens under its own key was sealed by us, from a record; there is no need to look at each field again. */
function isRecord(value: unknown): value is Ungated {
  return typeof value === 'object' && value !== null && 'kind' in value && 'items' in value && 'memberships' in value
}
