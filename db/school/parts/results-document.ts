import type { GatedResult } from '../../../pipeline/gate.js'

/** A result as it is kept: whose it is and of which aspect, the row says. */
export type KeptResult = readonly [ref: string, resultSet: string | null, date: string | null, value: string]

/** What is sealed of results that passed the gate. There is no other way for one to reach a row. */
export function resultsText(results: readonly GatedResult[]): string {
  return JSON.stringify(results.map(({ ref, resultSet, date, value }): KeptResult => [ref, resultSet, date, value]))
}

export function resultsIn(plain: Buffer): readonly KeptResult[] {
  const results: unknown = JSON.parse(plain.toString('utf8'))
  if (!isResults(results)) throw new TypeError('A document of ours does not hold results.')
  return results
}

/** What opens under its own key was sealed by us, from results; there is no need to look at each again. */
function isResults(value: unknown): value is readonly KeptResult[] {
  return Array.isArray(value)
}
