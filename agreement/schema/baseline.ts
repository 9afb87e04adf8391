import { z } from 'zod'
import { listOf, sentence } from './words.js'

/** What the contract is silent about, and our own baseline settles, by the field's path (K28). An item says so itself. */
export const baseline = listOf(
  z.strictObject({ field: z.string().min(1), because: sentence('why this is settled so') }).readonly(),
  ({ field }) => field,
).readonly()

type Baseline = z.infer<typeof baseline>

/** Where the list speaks of a field that the agreement does not have. */
export function strayFields(agreement: { readonly baseline: Baseline }): readonly number[] {
  return agreement.baseline.flatMap(({ field }, index) => (holds(agreement, field.split('.')) ? [] : [index]))
}

function holds(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true
  if (typeof value !== 'object' || value === null) return false
  const found = Object.entries(value).find(([name]) => name === key)
  return found !== undefined && holds(found[1], rest)
}
