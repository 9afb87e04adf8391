import type { z } from 'zod'
import type { EndpointRule } from './endpoint.js'
import type { ConnectorName } from './settings.js'
import { onerosterSource } from './oneroster/oneroster-source.js'
import { connectorSettings, sourceBinding } from './settings.js'
import type { Source, SourceManners } from './source.js'
import { SourceFailure } from './source.js'
import { wondeSource } from './wonde/wonde-source.js'
import { xporterSource } from './xporter/xporter-source.js'

const deployed: EndpointRule = { allowPlainLoopback: false }

const connectors: Readonly<Record<ConnectorName, Open>> = {
  oneroster: connector(connectorSettings.oneroster, onerosterSource),
  wonde: connector(connectorSettings.wonde, wondeSource),
  xporter: connector(connectorSettings.xporter, xporterSource),
}

/**
 * A school's source by the name of its connector. Binding and credentials come from storage and are checked again: an address that was
 * acceptable on a developer's machine is not therefore acceptable here.
 */
export function openSource(
  name: ConnectorName,
  binding: unknown,
  credentials: unknown,
  manners: SourceManners,
  rule: EndpointRule = deployed,
): Source {
  const bound = sourceBinding(rule).safeParse(binding)
  if (!bound.success) throw unusable('binding', bound.error.issues)
  return connectors[name](binding, credentials, manners, rule)
}

type Open = (binding: unknown, credentials: unknown, manners: SourceManners, rule: EndpointRule) => Source

interface Settings<Binding, Secret> {
  readonly binding: z.ZodType<Binding>
  readonly secret: z.ZodType<Secret>
}

/** A connector's own opener, behind its own schemas. */
function connector<Binding, Secret>(
  settings: Settings<Binding, Secret>,
  open: (binding: Binding, secret: Secret, manners: SourceManners, rule: EndpointRule) => Source,
): Open {
  return (binding, credentials, manners, rule) => {
    const bound = settings.binding.safeParse(binding)
    if (!bound.success) throw unusable('binding', bound.error.issues)
    const secret = settings.secret.safeParse(credentials)
    if (!secret.success) throw unusable('secret', secret.error.issues)
    return open(bound.data, secret.data, manners, rule)
  }
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly code?: string | undefined
  readonly message: string
}

/** Settings that no request may be made with: only a person can mend them, so it pauses like a refusal. Codes and paths, never values. */
function unusable(what: string, issues: readonly Issue[]): SourceFailure {
  const said = issues.map(
    ({ path, code, message }) => `${path.join('.')}: ${code === 'custom' ? message : (code ?? '')}`,
  )
  return new SourceFailure('SourceRefused', `${what}: ${said.join(', ')}`)
}
