import type { ItemCode } from '../../../../agreement/items.js'
import type { Source, SourceFailure, SourceKind, SourceManners, SourceRecord } from '../../../../connectors/source.js'
import type { WondeOptions } from '../../../../connectors/wonde/wonde-source.js'
import { wondeSource } from '../../../../connectors/wonde/wonde-source.js'
import { SCHOOL } from './scripted-source.js'

export const calm: SourceManners = {
  signal: new AbortController().signal,
  beforeRequest: async () => undefined,
  patienceMs: 5_000,
}

export interface Opening {
  readonly baseUrl: string
  readonly schoolId?: string
  readonly token?: string
  readonly manners?: Partial<SourceManners>
  readonly options?: Partial<WondeOptions>
}

/** A source on this machine whose retries take milliseconds. */
export function open({ baseUrl, schoolId = SCHOOL, token = 'secret-token', manners, options }: Opening): Source {
  return wondeSource(
    { connector: 'wonde', schoolId, baseUrl },
    { token },
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

/** The failure that something ended with; a test that expects one reads better for not catching it itself. */
export async function failureOf(work: Promise<unknown>): Promise<SourceFailure> {
  return work.then(
    () => Promise.reject(new Error('it succeeded')),
    (failure: unknown) => failure as SourceFailure,
  )
}
