import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { OpenKey } from './open-key.js'
import { idBytes, idText } from './uuid.js'

/** Something sealed does not open: another key, another place, or it was changed. Nothing of it is said. */
export class DoesNotOpen extends Error {
  override readonly name = 'DoesNotOpen'
}

const VERSION = 1
const ID = 16
const NONCE = 12
const TAG = 16
const HEAD = 1 + ID + NONCE

/**
 * Seals with AES-256-GCM: version | key id | nonce | ciphertext | tag. `about` says where it belongs and is bound in, so that sealed bytes
 * moved elsewhere do not open. A random 96-bit nonce is safe here: no key of ours seals anywhere near 2^32 documents.
 */
export function seal(key: OpenKey, plain: Buffer | string, about: string): Buffer {
  const head = Buffer.alloc(HEAD)
  head[0] = VERSION
  idBytes(key.id).copy(head, 1)
  randomBytes(NONCE).copy(head, 1 + ID)
  const cipher = createCipheriv('aes-256-gcm', key.bytes(), head.subarray(1 + ID))
  cipher.setAAD(boundTo(head, about))
  const body = cipher.update(typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain)
  return Buffer.concat([head, body, cipher.final(), cipher.getAuthTag()])
}

/** The id of the key that sealed this. */
export function sealedUnder(sealed: Buffer): string {
  if (sealed.length < HEAD + TAG || sealed[0] !== VERSION) throw new DoesNotOpen('This was not sealed by us, or it was cut.')
  return idText(sealed.subarray(1, 1 + ID))
}

/** Opens what `seal` made. Throws `DoesNotOpen`. */
export function open(key: OpenKey, sealed: Buffer, about: string): Buffer {
  if (sealedUnder(sealed) !== key.id) throw new DoesNotOpen('This was sealed under another key.')
  const head = sealed.subarray(0, HEAD)
  const decipher = createDecipheriv('aes-256-gcm', key.bytes(), head.subarray(1 + ID))
  decipher.setAAD(boundTo(head, about))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEAD, sealed.length - TAG)), decipher.final()])
  } catch (error) {
    throw new DoesNotOpen('This was changed, or belongs somewhere else.', { cause: error })
  }
}

function boundTo(head: Buffer, about: string): Buffer {
  return Buffer.concat([head.subarray(0, 1 + ID), Buffer.from(about, 'utf8')])
}
