import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RootKey } from './root-key.js'
import { createWhole } from './whole-file.js'

/** The half of a signing key that everybody may have: the point as a JWK spells it, and the id computed from it. */
export interface PublicSigningKey {
  readonly kid: string
  readonly x: string
}

/**
 * Signs certificates. The key is the vendor's and not a school's: it is wrapped by the root key and under no epoch, so that it outlives every
 * school whose end it testifies. A file here; elsewhere a key service, which is why it answers later.
 */
export interface Signer {
  readonly key: PublicSigningKey
  readonly sign: (bytes: Uint8Array) => Promise<Buffer>
}

const ABOUT = 'signing'

/** The key in this folder, made where there is none. Two programs that start at once get the same. */
export async function fileSigner(folder: string, root: RootKey): Promise<Signer> {
  const path = join(folder, 'signing.key')
  const wrapped = await readFile(path).catch(async (error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    await createWhole(path, await newKey(root))
    // Read back, because another process may have been first.
    return readFile(path)
  })
  const plain = await root.unwrap(wrapped, ABOUT)
  const secret = createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' })
  plain.fill(0)
  return { key: publicHalf(secret), sign: async (bytes) => sign(null, bytes, secret) }
}

async function newKey(root: RootKey): Promise<Buffer> {
  const plain = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })
  const wrapped = await root.wrap(plain, ABOUT)
  plain.fill(0)
  return wrapped
}

function publicHalf(secret: KeyObject): PublicSigningKey {
  const { x = '' } = createPublicKey(secret).export({ format: 'jwk' })
  return { kid: signingKeyId(x), x }
}

/** The thumbprint of the key (RFC 7638): who holds a key can compute its id, so no id can stand before another key. */
export function signingKeyId(x: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url')
}

/** False as well for what is no key at all. */
export function isSignedBy(x: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, bytes, key, signature)
  } catch {
    return false
  }
}
