import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { programSources } from '../environment.js'
import type { LocalEnvironment } from '../environment.js'
import type { OpenHome } from '../home.js'
import { findTemporalProgram } from '../temporal-programs.js'
import { startTemporal } from '../temporal-server.js'
import type { SearchAttributeType } from '../temporal/server-flags.js'

export interface Temporal {
  readonly address: string
  readonly uiUrl?: string
  readonly stop: () => Promise<void>
}

interface TemporalNeeds {
  readonly env: LocalEnvironment
  readonly home: OpenHome
  readonly say: (sentence: string) => void
  readonly codecUrl: string
  readonly previousRunEnding: boolean
}

/** Temporal's dev server with its UI; or the server that the environment names. */
export async function serveTemporal({ env, home, say, codecUrl, previousRunEnding }: TemporalNeeds): Promise<Temporal> {
  if (env.TEMPORAL_ADDRESS !== undefined) return { address: env.TEMPORAL_ADDRESS, stop: async () => undefined }
  const program = await findTemporalProgram('temporal', programSources(process.env, say))
  say('starting Temporal …')
  return startTemporal({
    program,
    folder: home.paths.temporal,
    uiPort: env.TEMPORAL_UI_PORT,
    codecEndpoint: codecUrl,
    searchAttributes: Object.fromEntries(searchAttributeKeys.map(({ name, type }) => [name, serverType(type)])),
    previousRunEnding,
  })
}

function serverType(type: (typeof searchAttributeKeys)[number]['type']): SearchAttributeType {
  switch (type) {
    case 'KEYWORD':
      return 'Keyword'
    case 'DATETIME':
      return 'Datetime'
    case 'BOOL':
      return 'Bool'
  }
}
