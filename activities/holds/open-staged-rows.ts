import { openStaged } from '../../db/school/hold/staged-record.js'
import type { HeldChange } from '../../db/school/hold/hold.js'
import { refKey } from '../../pipeline/assign.js'
import type { Held } from '../../pipeline/compare.js'
import { digest, refHash } from '../../pipeline/digest.js'
import type { Arrival, SchoolHashes } from '../../pipeline/digest.js'
import { gate, inListedGroups } from '../../pipeline/gate.js'
import type { GatedRecord, GateTerms } from '../../pipeline/gate.js'
import { heldContent } from '../../pipeline/wait.js'
import { sealedUnder } from '../../vault/sealing.js'
import type { GrantedOf } from '../collect/held-back.js'
import type { ActivityDependencies } from '../dependencies.js'

export interface ToOpen {
  readonly rows: readonly HeldChange[]
  readonly held: readonly Held[]
  readonly hashes: SchoolHashes
  readonly grantedOf: GrantedOf
  readonly gate: GateTerms
}

export interface OpenedRows {
  readonly arrivals: readonly Arrival[]
  /** By the key of an arrival, the id under which it was staged. */
  readonly recordIds: ReadonlyMap<string, string>
}

/**
 * Opens what was staged and is still about what is held, and sends it through the gate again: what was withdrawn since, or whoever is received
 * no more, does not come back by a release.
 */
export async function openStagedRows(
  { keyring }: Pick<ActivityDependencies, 'keyring'>,
  school: string,
  { rows, held, hashes, grantedOf, gate: terms }: ToOpen,
): Promise<OpenedRows> {
  const byRef = new Map(held.map((one) => [refKey(one), one]))
  const keyOf = ({ kind, ref_hmac }: HeldChange) => refKey({ kind, refHash: ref_hmac.toString('hex') })
  const current = rows.filter((row) => isCurrent(row, byRef.get(keyOf(row))))
  const keys = await keyring.openKeys(school, [
    ...new Set(current.flatMap(({ sealed }) => (sealed ? [sealedUnder(sealed)] : []))),
  ])
  const passed = current.flatMap(({ record_id, sealed }): { id: string; record: GatedRecord }[] => {
    const key = sealed && keys.get(sealedUnder(sealed))
    if (!key) return []
    const record = openStaged(key, record_id, sealed)
    const outcome = gate(record, { ...terms, granted: grantedOf(record, terms.granted) })
    return 'passed' in outcome ? [{ id: record_id, record: outcome.passed }] : []
  })
  const released = new Set(passed.filter(({ record }) => record.kind === 'group').map(({ record }) => record.ref))
  const isThere = (group: string) =>
    released.has(group) || byRef.has(refKey({ kind: 'group', refHash: refHash('group', group, hashes.lookup) }))
  const digested = passed.map(({ id, record }) => {
    // Of a group that waits itself nobody is a member yet: the digest says so, and the next read makes it good.
    const groups = new Set(record.memberships.map(({ group }) => group).filter(isThere))
    return [id, digest(inListedGroups(record, groups).record, hashes)] as const
  })
  return {
    arrivals: digested.map(([, arrival]) => arrival),
    recordIds: new Map(digested.map(([id, arrival]) => [refKey(arrival), id])),
  }
}

/** Only where what is held is what it was when this was staged. */
function isCurrent({ op, base }: HeldChange, held: Held | undefined): boolean {
  if (op === 'removed') return false
  return op === 'added' ? held === undefined : held !== undefined && heldContent(held) === base
}
