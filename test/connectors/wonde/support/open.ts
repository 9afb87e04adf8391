import type { Source, SourceManners } from '../../../../connectors/source.js'
import type { WondeOptions } from '../../../../connectors/wonde/wonde-source.js'
import { wondeSource } from '../../../../connectors/wonde/wonde-source.js'
import { SCHOOL } from './scripted-source.js'
import { calm } from '../../support/reading.js'

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
