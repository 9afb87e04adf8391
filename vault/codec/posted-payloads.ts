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

/** Reads to the end in any case: a sender who is cut off in the middle never reads the answer. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) return undefined
    size += chunk.length
    if (size <= LARGEST_BODY) chunks.push(chunk)
  }
  return size <= LARGEST_BODY ? Buffer.concat(chunks).toString('utf8') : undefined
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
