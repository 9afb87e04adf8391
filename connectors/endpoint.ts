/** Where sources may be. */
export interface EndpointRule {
  /** What the local stack and tests may do and a deployment may not: speak plain HTTP to a simulator on this machine. */
  readonly allowPlainLoopback: boolean
  /** The operator's folder into which providers put files; without it none are read. */
  readonly dropFolder?: string
  /** Opens the file that was uploaded last for the school that is read; without it, or where it answers undefined, there is none. */
  readonly upload?: () => Promise<Buffer | undefined>
}

/** Why an address may not be a source's. */
export type EndpointFault = 'not_a_url' | 'credentials_in_url' | 'plain_http' | 'internal_address'

/**
 * Whether a source may be reached at `address`: over TLS, and not inside our own network (R09). A base URL comes from a form, so an
 * address of this machine, of its neighbours or of a cloud's metadata service would make us read for somebody what only we can reach.
 * Names are judged as written: a public name that resolves to an inner address is for the network's egress rules to stop.
 */
export function endpointFault(address: string, rule: EndpointRule): EndpointFault | null {
  if (!URL.canParse(address)) return 'not_a_url'
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return 'credentials_in_url'
  if (isLoopback(url.hostname)) return rule.allowPlainLoopback ? null : 'internal_address'
  if (url.protocol !== 'https:') return 'plain_http'
  return isInternal(url.hostname) ? 'internal_address' : null
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.')
}

/** Private, link-local, metadata and shared ranges. `URL` has already turned forms like 0x7f.1 into dotted numbers. */
function isInternal(host: string): boolean {
  if (host.startsWith('[')) return !/^\[[23]/.test(host) || host.includes('::ffff:')
  const [a, b] = host.split('.').map(Number)
  if (!/^\d+(\.\d+){3}$/.test(host) || a === undefined || b === undefined)
    return !host.includes('.') || isInnerName(host)
  if (a === 0 || a === 10 || a >= 224) return true
  if (a === 100) return b >= 64 && b < 128
  if (a === 169) return b === 254
  if (a === 172) return b >= 16 && b < 32
  return a === 192 && (b === 168 || b === 0)
}

function isInnerName(host: string): boolean {
  return ['.internal', '.local', '.lan', '.home.arpa'].some((ending) => host.replace(/\.$/, '').endsWith(ending))
}
