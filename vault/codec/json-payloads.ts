import type { Payload, PayloadCodec } from '@temporalio/common'
import { z } from 'zod'
import { KeyDestroyed } from '../key-destroyed.js'
import { SealBroken } from '../sealing.js'

const jsonPayload = z.object({ metadata: z.record(z.string(), z.string()).default({}), data: z.string().default('') })
type JsonPayload = z.infer<typeof jsonPayload>

/** What Temporal's UI posts: bytes as base64, as in protobuf's JSON. */
export const jsonPayloads = z.object({ payloads: z.array(jsonPayload) })
export type JsonPayloads = z.infer<typeof jsonPayloads>

/** Decodes each payload by itself: one that cannot be opened says so in its place and spoils no other. */
export async function decodeForPage(codec: PayloadCodec, { payloads }: JsonPayloads): Promise<JsonPayloads> {
  return { payloads: await Promise.all(payloads.map((payload) => decodeOne(codec, payload))) }
}

async function decodeOne(codec: PayloadCodec, payload: JsonPayload): Promise<JsonPayload> {
  try {
    const decoded = await codec.decode([fromJson(payload)])
    return toJson(...decoded)
  } catch (error) {
    if (error instanceof KeyDestroyed) return sentence('The key of this payload was destroyed; nobody can open it.')
    if (error instanceof SealBroken) return sentence('This payload was altered, or was not sealed by this system.')
    throw error
  }
}

function fromJson({ metadata, data }: JsonPayload): Payload {
  return { metadata: mapped(metadata, (base64) => Buffer.from(base64, 'base64')), data: Buffer.from(data, 'base64') }
}

function toJson({ metadata, data }: Payload = {}): JsonPayload {
  return { metadata: mapped(metadata ?? {}, toBase64), data: toBase64(data ?? Buffer.alloc(0)) }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function mapped<From, To>(record: Record<string, From>, convert: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, convert(value)]))
}

function sentence(words: string): JsonPayload {
  return toJson({ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(words)) })
}
