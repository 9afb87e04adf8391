import type { ItemCode } from '../../../agreement/items.js'
import type {
  Departure,
  Source,
  SourceFailure,
  SourceKind,
  SourceManners,
  SourceMark,
  SourceRecord,
} from '../../../connectors/source.js'

/** The manners of a run that nobody stops. */
export const calm: SourceManners = {
  signal: new AbortController().signal,
  beforeRequest: async () => undefined,
  patienceMs: 5_000,
}

/** Walks a list to its end. */
export async function readAll(source: Source, kind: SourceKind, wanted: readonly ItemCode[]) {
  const walk = source.read(kind, new Set(wanted))
  const records: SourceRecord[] = []
  for (;;) {
    const step = await walk.next()
    if (step.done) return { records, end: step.value }
    records.push(...step.value)
  }
}

/** The marks from a day to another; or those that changed since one. */
export async function marksOf(
  source: Source,
  from: string,
  to: string,
  since: string | null = null,
): Promise<readonly SourceMark[]> {
  const found: SourceMark[] = []
  for await (const some of source.marks?.(from, to, since) ?? []) found.push(...some)
  return found
}

/** Whoever the source says is gone, in one list. */
export async function departuresOf(source: Source, since: string | null = null): Promise<readonly Departure[]> {
  const found: Departure[] = []
  for await (const some of source.departures(since)) found.push(...some)
  return found
}

/** The failure that something ended with; a test that expects one reads better for not catching it itself. */
export async function failureOf(work: Promise<unknown>): Promise<SourceFailure> {
  return work.then(
    () => Promise.reject(new Error('it succeeded')),
    (failure: unknown) => failure as SourceFailure,
  )
}
