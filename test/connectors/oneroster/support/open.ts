import { onerosterSource } from '../../../../connectors/oneroster/oneroster-source.js'
import type { OneRosterOptions } from '../../../../connectors/oneroster/options.js'
import type { OneRosterBinding } from '../../../../connectors/oneroster/settings.js'
import type { Source, SourceManners } from '../../../../connectors/source.js'
import { calm } from '../../support/reading.js'

export const SCHOOL = 'org-1'

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
