/** Asks a list for what changed since an instant or a day, and a while before it. In UTC, as Wonde emits its stamps; all where it is null. */
export function updatedAfter(since: string | null, overlapMs: number): Readonly<Record<string, string>> {
  if (since === null) return {}
  const from = new Date(Date.parse(since) - overlapMs)
  return { updated_after: from.toISOString().slice(0, 19).replace('T', ' ') }
}
