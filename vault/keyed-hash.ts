import { createHmac } from 'node:crypto'
import type { OpenKey } from './open-key.js'
import { idText } from './uuid.js'

/** HMAC-SHA256 of the parts, each led by its length: ('ab', 'c') and ('a', 'bc') are two things. */
export function keyedHash(key: OpenKey, ...parts: readonly string[]): Buffer {
  const hmac = createHmac('sha256', key.bytes())
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`)
  return hmac.digest()
}

/** A keyed hash as an id: 122 of its bits in a UUID of version 8, which is for ids of one's own making (RFC 9562 §5.8). */
export function keyedId(key: OpenKey, ...parts: readonly string[]): string {
  const bytes = keyedHash(key, ...parts).subarray(0, 16)
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x80
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80
  return idText(bytes)
}
