import type { IncomingMessage } from 'node:http'
import { jsonPayloads } from './json-payloads.js'
import type { JsonPayloads } from './json-payloads.js'

// The UI posts a page of events at once; Temporal's own limit on one payload is 2 MB, a third more in base64.
const LARGEST_BODY = 4 * 1024 * 1024

interface Refused {
  readonly refused: 400 | 413
}

/** The payloads of a request, or the status that says why there are none. */
export async function postedPayloads(request: IncomingMessage): Promise<JsonPayloads | Refused> {
  const body = await bodyOf(request)
  if (body === undefined) return { refused: 413 }
  const posted = jsonPayloads.safeParse(parsed(body))
  return posted.success ? posted.data : { refused: 400 }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  // Reading no further must not close the connection: the answer goes over it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) return undefined
    size += chunk.length
    if (size > LARGEST_BODY) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
