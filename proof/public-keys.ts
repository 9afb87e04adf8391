import { z } from 'zod'
import { signingKeyId } from '../vault/signing.js'
import type { PublicSigningKey } from '../vault/signing.js'

const KEY_BYTES = 32

/** An Ed25519 key as a JWK (RFC 8037), spelled in the one way that its bytes have. */
export const publicKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().refine((text) => {
    const bytes = Buffer.from(text, 'base64url')
    return bytes.length === KEY_BYTES && bytes.toString('base64url') === text
  }),
})

const namedKey = publicKey.extend({ kid: z.string(), use: z.literal('sig'), alg: z.literal('EdDSA') })

/** A JWK set (RFC 7517), which is what GET /v1/keys answers. */
export const keySet = z.object({ keys: z.array(namedKey) })

export function toKeySet(keys: readonly PublicSigningKey[]): z.infer<typeof keySet> {
  return { keys: keys.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' })) }
}

const foreignKey = z.looseObject({ kty: z.string(), crv: z.string().optional() })
const ownKey = z.object({ ...publicKey.shape, kid: z.string().optional() })

/** The keys of a set that could sign a certificate; those of other kinds are passed over. Undefined for what is no set of keys. */
export function readKeySet(value: unknown): readonly PublicSigningKey[] | undefined {
  const set = z.object({ keys: z.array(foreignKey) }).safeParse(value)
  if (!set.success) return undefined
  const ours = set.data.keys.filter(({ kty, crv }) => kty === 'OKP' && crv === 'Ed25519')
  const keys = z.array(ownKey).safeParse(ours)
  if (!keys.success || keys.data.some(({ kid, x }) => kid !== undefined && kid !== signingKeyId(x))) return undefined
  return keys.data.map(({ x }) => ({ kid: signingKeyId(x), x }))
}
