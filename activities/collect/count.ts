import type { Counts, CountsByKind } from '../../db/control/run.js'
import type { ChangeOp, OpCount } from '../../db/school/change.js'

/** Of a kind to which nothing happened. */
export const none: Counts = { added: 0, changed: 0, removed: 0, unchanged: 0, refusedItems: 0 }

// Somebody who is listed again is one more, as far as a count can say; the feed tells the two apart.
const counted: Readonly<Record<ChangeOp, 'added' | 'changed' | 'removed'>> = {
  added: 'added',
  restored: 'added',
  changed: 'changed',
  removed: 'removed',
  erased: 'removed',
}

/** The counts of a run by kind: what the feed says of it, how many were as before, and how many items the gate refused. */
export function countsOf(
  ops: readonly OpCount[],
  unchanged: Readonly<Record<string, number>>,
  refusedItems: Readonly<Record<string, number>>,
): CountsByKind {
  const counts: Record<string, Counts> = {}
  const add = (kind: string, key: Exclude<keyof Counts, 'skipped'>, much: number) => {
    const before = counts[kind] ?? none
    counts[kind] = { ...before, [key]: before[key] + much }
  }
  for (const [kind, much] of Object.entries(unchanged)) add(kind, 'unchanged', much)
  for (const [kind, much] of Object.entries(refusedItems)) add(kind, 'refusedItems', much)
  for (const { kind, op, count } of ops) add(kind, counted[op], count)
  return counts
}

/** How many of each kind stand in a list. */
export function tally(ones: readonly { readonly kind: string }[]): Readonly<Record<string, number>> {
  const tallied: Record<string, number> = {}
  for (const { kind } of ones) tallied[kind] = (tallied[kind] ?? 0) + 1
  return tallied
}

/** One more of something that is counted by name. */
export function countOne(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1
}
