import { z } from 'zod'

import { endpointFault } from './endpoint.js'
import type { EndpointRule } from './endpoint.js'
import { wondeBinding, wondeSecret } from './wonde/settings.js'

export type { EndpointRule }

/** The connectors there are. The API reads this file and no other of this folder, so that it never loads a client. */
export const connectorNames = ['wonde'] as const
export type ConnectorName = (typeof connectorNames)[number]

/** What a school's `source` must say, by connector. Refuses addresses that a source may not have (R09). */
export function sourceBinding(rule: EndpointRule) {
  return z.discriminatedUnion('connector', [wondeBinding]).superRefine(({ baseUrl }, context) => {
    const fault = endpointFault(baseUrl, rule)
    if (fault !== null) context.addIssue({ code: 'custom', path: ['baseUrl'], message: fault })
  })
}

/** What each connector must be given in secret. */
export const sourceSecrets = { wonde: wondeSecret } as const
