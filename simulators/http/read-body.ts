import type { IncomingMessage } from 'node:http'

/** A request's JSON body; nothing where there is none, or where it is no JSON. */
export async function readBody(incoming: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await readText(incoming))
  } catch {
    return undefined
  }
}

export async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
