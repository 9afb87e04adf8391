import type { ItemCode } from '../../../../agreement/items.js'
import { onerosterSource } from '../../../../connectors/oneroster/oneroster-source.js'
import type { OneRosterOptions } from '../../../../connectors/oneroster/options.js'
import type { OneRosterBinding } from '../../../../connectors/oneroster/settings.js'
import type {
  Departure,
  Source,
  SourceFailure,
  SourceKind,
  SourceManners,
  SourceRecord,
} from '../../../../connectors/source.js'

export const SCHOOL = 'org-1'

const calm: SourceManners = {
  signal: new AbortController().signal,
  beforeRequest: async () => undefined,
  patienceMs: 5_000,
}

export interface Opening extends Partial<OneRosterBinding> {
  readonly baseUrl: string
  readonly secret?: { readonly clientId: string; readonly clientSecret: string }
  readonly manners?: Partial<SourceManners>
  readonly options?: Partial<OneRosterOptions>
}

/** A source on this machine whose retries take milliseconds. */
export function open({ secret, manners, options, ...binding }: Opening): Source {
  return onerosterSource(
    { connector: 'oneroster', version: '1.1', format: 'rest', schoolId: SCHOOL, ...binding },
    secret ?? { clientId: 'client', clientSecret: 'secret' },
    { ...calm, ...manners },
    { allowPlainLoopback: true, firstWaitMs: 4, ...options },
  )
}

export async function readAll(source: Source, kind: SourceKind, wanted: readonly ItemCode[]) {
  const walk = source.read(kind, new Set(wanted))
  const records: SourceRecord[] = []
  for (;;) {
    const step = await walk.next()
    if (step.done) return { records, end: step.value }
    records.push(...step.value)
  }
}

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
