import type { EndpointRule } from '../endpoint.js'
import { endpointFault, isLoopback } from '../endpoint.js'
import { changedShape } from '../http/failures.js'

/**
 * Where a school's records are: Wonde keeps them by region and answers on the wrong host with nothing, not with an error (wonde.md §1).
 * The domain comes out of an answer, and the token will be sent there: it must be of the family of the host that was configured.
 */
export function regionOrigin(base: URL, domain: string | null | undefined, rule: EndpointRule): URL {
  if (domain === null || domain === undefined || domain === '') return base
  const address = `${base.protocol}//${domain}`
  if (!/^[a-z0-9.:[\]-]+$/i.test(domain) || endpointFault(address, rule) !== null) throw refused()
  const url = new URL(address)
  if (isLoopback(base.hostname)) return loopbackOf(base, url)
  if (url.port !== '' || family(url.hostname) !== family(base.hostname)) throw refused()
  return url
}

/** A simulator may name its region without the port it happens to listen on. */
function loopbackOf(base: URL, region: URL): URL {
  if (!isLoopback(region.hostname)) throw refused()
  if (region.port === '') region.port = base.port
  return region
}

/** The last two words of a host: wonde.com for every region that is documented. */
function family(host: string): string {
  return host.split('.').slice(-2).join('.')
}

function refused() {
  return changedShape('school.region.domain', 'not_a_host_of_this_source')
}
