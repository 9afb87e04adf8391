import { createHmac } from 'node:crypto'
import { bytesOf } from './open-key.js'
import type { OpenKey } from './open-key.js'
import { toUuid } from './uuid.js'

type Part = string | Uint8Array

const LENGTH_BYTES = 4

/** HMAC-SHA256 of the parts, each behind its length: ('ab', 'c') and ('a', 'bc') differ, and so do one part and two. */
export function keyedHash(key: OpenKey, ...parts: readonly Part[]): Buffer {
  return createHmac('sha256', bytesOf(key)).update(framed(parts)).digest()
}

/** The same in hex, made so by the engine: a buffer in between would be a quarter of the time of 7,000 hashes a night. */
export function keyedHex(key: OpenKey, ...parts: readonly Part[]): string {
  return createHmac('sha256', bytesOf(key)).update(framed(parts)).digest('hex')
}

/** An id that the same parts always get, and that nobody without the key can compute or trace back: 122 bits of the hash as a UUID v8. */
export function keyedId(key: OpenKey, ...parts: readonly Part[]): string {
  const hash = keyedHash(key, ...parts)
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  return toUuid(hash)
}

/** One buffer and one update: a call into the hash per part would cost more than the hashing. */
function framed(parts: readonly Part[]): Buffer {
  let size = 0
  for (const part of parts) size += LENGTH_BYTES + Buffer.byteLength(part)
  const frame = Buffer.allocUnsafe(size)
  let at = 0
  for (const part of parts) {
    const length = Buffer.byteLength(part)
    frame.writeUInt32BE(length, at)
    if (typeof part === 'string') frame.write(part, at + LENGTH_BYTES, 'utf8')
    else frame.set(part, at + LENGTH_BYTES)
    at += LENGTH_BYTES + length
  }
  return frame
}
