import { upnIdentifies } from '../agreement/identifiers/upn.js'
import type { Arrival } from './digest.js'

/** Two whom a source lists at once and who cannot both be what it says: one UPN of two people, one person under two ids. */
export interface Conflict {
  readonly kind: 'upnShared' | 'listedTwice'
  readonly arrival: Arrival
}

/**
 * Everybody of a whole read who stands in a conflict with somebody else of it. By the values themselves, in memory: hashing every number would
 * cost a quiet night more than all its comparing. A temporary UPN may be two people's for a while, and one of the wrong letter is a slip
 * of its own, so they are no conflict. Of two who bear the number of one person, the UPN is expected to be the same.
 */
export function conflictsAmong(arrivals: readonly Arrival[]): readonly Conflict[] {
  const people = arrivals.filter(({ kind }) => kind !== 'group')
  const twice = new Set([...sharing(people, 'misId'), ...sharing(people, 'upi')])
  const shared = sharing(people, 'upn').filter((arrival) => !twice.has(arrival))
  return [
    ...[...twice].map((arrival) => ({ kind: 'listedTwice', arrival }) as const),
    ...shared.map((arrival) => ({ kind: 'upnShared', arrival }) as const),
  ]
}

function sharing(people: readonly Arrival[], by: 'misId' | 'upi' | 'upn'): readonly Arrival[] {
  const bearers = new Map<string, Arrival[]>()
  for (const person of people)
    for (const { kind, value } of person.record.identities) {
      if (kind !== by || (by === 'upn' && !upnIdentifies(value))) continue
      const key = `${person.kind} ${value}`
      const others = bearers.get(key)
      if (others) others.push(person)
      else bearers.set(key, [person])
    }
  return [...bearers.values()].filter((some) => some.length > 1).flat()
}
