import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE = 12
const TAG = 16

/** Wraps key material under another key: nonce | ciphertext | tag. `about` says whose key it is and is bound in. */
export function wrapUnder(key: Buffer, plain: Buffer, about: string): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(about, 'utf8'))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Throws where the wrapping key is another, or `about` is. */
export function unwrapUnder(key: Buffer, wrapped: Buffer, about: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, NONCE))
  decipher.setAAD(Buffer.from(about, 'utf8'))
  decipher.setAuthTag(wrapped.subarray(wrapped.length - TAG))
  return Buffer.concat([decipher.update(wrapped.subarray(NONCE, wrapped.length - TAG)), decipher.final()])
}
