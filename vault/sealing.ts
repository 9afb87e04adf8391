import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { bytesOf } from './open-key.js'
import type { OpenKey } from './open-key.js'
import { fromUuid, toUuid } from './uuid.js'

// version 1 | key id 16 | nonce 12 | ciphertext | tag 16
const VERSION = 1
const NONCE_AT = 17
const TEXT_AT = 29
const TAG_BYTES = 16

const CIPHER = 'aes-256-gcm'

/** Thrown when sealed bytes do not open: another key, another place, or not as they were. Says nothing of what is inside. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'

  constructor() {
    super('Sealed bytes do not open: they were sealed under another key or for another place, or were altered.')
  }
}

/**
 * Seals for one place: `about` names it, and the bytes open nowhere else. The nonce is random: a key would have to seal 2^32 times
 * before two of them might meet, and the busiest of ours seals some ten thousand a night.
 */
export function seal(key: OpenKey, plain: Uint8Array | string, about: string): Buffer {
  const head = Buffer.allocUnsafe(TEXT_AT)
  head[0] = VERSION
  fromUuid(key.id).copy(head, 1)
  randomBytes(TEXT_AT - NONCE_AT).copy(head, NONCE_AT)
  const cipher = createCipheriv(CIPHER, bytesOf(key), head.subarray(NONCE_AT), { authTagLength: TAG_BYTES })
  cipher.setAAD(boundTo(head, about))
  const text = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
  cipher.final()
  return Buffer.concat([head, text, cipher.getAuthTag()])
}

/** The id of the key that opens these bytes. */
export function sealedUnder(sealed: Uint8Array): string {
  if (sealed.length < TEXT_AT + TAG_BYTES || sealed[0] !== VERSION) throw new SealBroken()
  return toUuid(sealed.subarray(1, NONCE_AT))
}

export function open(key: OpenKey, sealed: Uint8Array, about: string): Buffer {
  if (sealedUnder(sealed) !== key.id) throw new SealBroken()
  const nonce = sealed.subarray(NONCE_AT, TEXT_AT)
  const decipher = createDecipheriv(CIPHER, bytesOf(key), nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(boundTo(sealed, about))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  const plain = decipher.update(sealed.subarray(TEXT_AT, sealed.length - TAG_BYTES))
  try {
    decipher.final()
  } catch {
    plain.fill(0)
    throw new SealBroken()
  }
  return plain
}

/** Version and key id are under the seal too, so that neither can be exchanged. */
function boundTo(sealed: Uint8Array, about: string): Buffer {
  return Buffer.concat([sealed.subarray(0, NONCE_AT), Buffer.from(about)])
}
