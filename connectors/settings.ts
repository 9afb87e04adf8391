import { z } from 'zod'

import { endpointFault } from './endpoint.js'
import type { EndpointRule } from './endpoint.js'
import { onerosterAddresses, onerosterBinding, onerosterSecret } from './oneroster/settings.js'
import { wondeBinding, wondeSecret } from './wonde/settings.js'
import { xporterBinding, xporterSecret } from './xporter/settings.js'

export type { EndpointRule }

/**
 * What each connector must be told: where a school lies there, which is shown, and its secret, which never is. A connector is a folder and
 * a line here and in registry.ts. The API reads settings, and what looks at an uploaded file, so that it never loads a client.
 */
export const connectorSettings = {
  oneroster: { binding: onerosterBinding, secret: onerosterSecret },
  wonde: { binding: wondeBinding, secret: wondeSecret },
  xporter: { binding: xporterBinding, secret: xporterSecret },
} as const

export type ConnectorName = keyof typeof connectorSettings

const bindings = z.discriminatedUnion('connector', [wondeBinding, xporterBinding, onerosterBinding])
type Binding = z.infer<typeof bindings>

/** What a school's `source` must say, as it is stored. Refuses addresses that a source may not have (R09). */
export function sourceBinding(rule: EndpointRule) {
  return bindings.superRefine(refuseEndpoint(rule))
}

/** What registering a school takes: binding and secret come as one object, and part here. */
export function newSource(rule: EndpointRule) {
  return z
    .discriminatedUnion('connector', [
      z.strictObject({ ...wondeBinding.shape, ...wondeSecret.shape }),
      z.strictObject({ ...xporterBinding.shape, ...xporterSecret.shape }),
      z.strictObject({ ...onerosterBinding.shape, ...onerosterSecret.shape }),
    ])
    .superRefine(refuseEndpoint(rule))
    .transform((whole) => {
      const { binding, secret } = connectorSettings[whole.connector]
      return { binding: binding.strip().parse(whole), secret: secret.strip().parse(whole) }
    })
}

function refuseEndpoint(rule: EndpointRule) {
  return (binding: Binding, context: z.RefinementCtx) => {
    for (const [key, address] of Object.entries(addressesOf(binding))) {
      const fault = endpointFault(address, rule)
      if (fault !== null) context.addIssue({ code: 'custom', path: [key], message: fault, params: { code: fault } })
    }
  }
}

function addressesOf(binding: Binding): Readonly<Record<string, string>> {
  return binding.connector === 'oneroster' ? onerosterAddresses(binding) : { baseUrl: binding.baseUrl }
}
