import type { FastifyBaseLogger } from 'fastify'
import type { Kysely } from 'kysely'

import type { EndpointRule } from '../connectors/endpoint.js'
import type { ControlDatabase } from '../db/control/database.js'
import type { SchoolDatabases } from '../db/school/pools.js'
import type { Keyring } from '../vault/keyring/keyring.js'

/** What the API is handed when it is built. */
export interface ApiDependencies {
  readonly control: Kysely<ControlDatabase>
  readonly keyring: Keyring
  readonly schools: SchoolDatabases
  /** Rings a school's lifecycle. A failure is not the caller's: the instruction is kept and rung again within a minute. */
  readonly ring: (school: string) => Promise<void>
  /** Rings the workflow that ends a school, starting it where there is none. A failure is made good within a minute, as with `ring`. */
  readonly ringEnding: (school: string) => Promise<void>
  /** Whether Temporal answers. */
  readonly temporalReady: () => Promise<boolean>
  /** The one clock: the machine's in production, the test server's in tests. */
  readonly clock: () => Date
  readonly endpoints: EndpointRule
  /** What the address of a webhook must carry; without it there are none. */
  readonly webhookKey?: string | undefined
  readonly log?: FastifyBaseLogger
}
