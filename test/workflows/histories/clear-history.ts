import type { PayloadCodec } from '@temporalio/common'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import type { History, Payload } from '@temporalio/common/lib/proto-utils.js'

/**
 * A history as it is kept: payloads opened, for they hold nothing personal and no key outlives the recording; ids neutral, and nothing of
 * the machine that recorded it.
 */
export async function clearHistory(history: History, codec: PayloadCodec, neutral: (text: string) => string) {
  await clear(history, codec, neutral)
  return historyToJSON(history)
}

/** Ids of schools and runs, the same for the same everywhere, numbered as they come. */
export function neutralIds(): (text: string) => string {
  const known = new Map<string, string>()
  const neutral = (id: string) => {
    const number = known.get(id) ?? String(known.size + 1)
    known.set(id, number)
    return id.replace(/[0-9a-z]/g, '0').slice(0, id.length - number.length) + number
  }
  return (text) => text.replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b01[0-9a-hjkmnp-tv-z]{24}\b/g, neutral)
}

const MACHINE = new Set(['identity', 'stackTrace', 'binaryChecksum', 'buildId'])

async function clear(value: unknown, codec: PayloadCodec, neutral: (text: string) => string): Promise<void> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  const parts = value as Record<string, unknown>
  for (const [key, part] of Object.entries(parts)) {
    if (typeof part === 'string') parts[key] = MACHINE.has(key) ? '' : neutral(part)
    else if (isPayload(part)) parts[key] = await opened(part, codec, neutral)
    else if (typeof part === 'object') await clear(part, codec, neutral)
  }
}

const isPayload = (part: unknown): part is Payload =>
  typeof part === 'object' && part !== null && 'metadata' in part && 'data' in part && part.data instanceof Uint8Array

async function opened(payload: Payload, codec: PayloadCodec, neutral: (text: string) => string): Promise<Payload> {
  const [clear = payload] = await codec.decode([payload])
  const text = neutral(Buffer.from(clear.data ?? []).toString('utf8'))
  // What the SDK keeps of an error beside its words: where the code lay on this machine.
  const data = Buffer.from(text.replace(/"stack_trace":"(?:[^"\\]|\\.)*"/g, '"stack_trace":""'))
  return { metadata: clear.metadata ?? null, data }
}
