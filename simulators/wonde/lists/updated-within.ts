/** `updated_after` and `updated_before`, both inclusive, as a day or as a day and a time in UTC. */
export function updatedWithin<T extends { readonly updatedAt?: string }>(
  rows: readonly T[],
  query: URLSearchParams,
): readonly T[] {
  const after = query.get('updated_after')
  const before = query.get('updated_before')
  if (after === null && before === null) return rows
  return rows.filter(
    ({ updatedAt = '' }) =>
      (after === null || updatedAt >= after) && (before === null || updatedAt.slice(0, before.length) <= before),
  )
}
