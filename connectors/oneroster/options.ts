import type { EndpointRule } from '../endpoint.js'
import type { ClientTuning } from '../http/client.js'

/** What only tests have a reason to change, and the rule about addresses. */
export interface OneRosterOptions extends EndpointRule, Partial<ClientTuning> {
  readonly rowsAPage?: number
}
