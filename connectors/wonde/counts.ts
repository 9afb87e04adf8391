import type { SourceKind } from '../source.js'
import type { Reading } from './includes.js'
import type { CountsBody } from './payloads.js'

export type Lists = Readonly<Record<SourceKind, readonly Reading['endpoint'][]>>

/**
 * How many of each kind the source says that a read would give. A kind that is read from two lists has a number only if both do:
 * half a sum would make a whole read look like one too many.
 */
export function countsOf(said: CountsBody, lists: Lists): Readonly<Partial<Record<SourceKind, number>>> {
  const counts: Partial<Record<SourceKind, number>> = {}
  for (const kind of ['group', 'staff', 'pupil'] as const) {
    const numbers = lists[kind].map((endpoint) => said[endpoint]?.data.count)
    const total = numbers.reduce<number | undefined>(plus, 0)
    if (numbers.length > 0 && total !== undefined) counts[kind] = total
  }
  return counts
}

function plus(sum: number | undefined, number: number | undefined): number | undefined {
  return sum === undefined || number === undefined ? undefined : sum + number
}
