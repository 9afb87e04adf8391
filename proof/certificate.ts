import { z } from 'zod'
import { isSignedBy, signingKeyId } from '../vault/signing.js'
import type { PublicSigningKey, Signer } from '../vault/signing.js'
import { canonicalJson } from './canonical-json.js'
import { certificateBody } from './certificate-body.js'
import type { CertificateBody } from './certificate-body.js'
import { publicKey } from './public-keys.js'
import { readStrictJson } from './strict-json.js'

const FORMAT = 'termkeeper-certificate-1'
const SIGNATURE_BYTES = 64

/** In the JSON Signature Format (JSF): the signature stands in the object it signs, and brings its key along. */
const signature = z.strictObject({
  algorithm: z.literal('Ed25519'),
  keyId: z.string(),
  publicKey,
  // The last character of this spelling has bits that mean nothing; only one of the four ways to write it is it.
  value: z.string().refine((text) => {
    const bytes = Buffer.from(text, 'base64url')
    return bytes.length === SIGNATURE_BYTES && bytes.toString('base64url') === text
  }),
})

/** A certificate as it is read. */
export const certificate = certificateBody.extend({ format: z.literal(FORMAT), signature })
export type Certificate = Readonly<z.infer<typeof certificate>>

/** The certificate as it is kept and handed out: canonical, so that every byte of it counts. Throws for a body that is none. */
export async function signCertificate(signer: Signer, body: CertificateBody): Promise<string> {
  const { kid, x } = signer.key
  const unsigned = {
    ...certificateBody.parse(body),
    format: FORMAT,
    signature: { algorithm: 'Ed25519', keyId: kid, publicKey: { kty: 'OKP', crv: 'Ed25519', x } },
  }
  const value = (await signer.sign(Buffer.from(canonicalJson(unsigned)))).toString('base64url')
  return canonicalJson({ ...unsigned, signature: { ...unsigned.signature, value } })
}

export type Verdict =
  | { readonly state: 'valid' | 'signerUnknown'; readonly certificate: Certificate }
  | { readonly state: 'invalid'; readonly reason: string }

/** Whether these bytes are a certificate as it was signed, and by one of the keys that are known. Asks nobody. */
export function verifyCertificate(bytes: Uint8Array, known: readonly Pick<PublicSigningKey, 'x'>[]): Verdict {
  const read = readStrictJson(bytes)
  const parsed = certificate.safeParse(read)
  if (!parsed.success || !isAllOf(parsed.data, read)) return invalid('This is not a certificate, or it was altered.')
  const { signature: of } = parsed.data
  if (of.keyId !== signingKeyId(of.publicKey.x)) return invalid('The id of the key is not that of the key beside it.')
  if (!isSignedBy(of.publicKey.x, signedBytes(parsed.data), Buffer.from(of.value, 'base64url')))
    return invalid('The signature does not belong to this text: one of the two was altered.')
  const trusted = known.some(({ x }) => x === of.publicKey.x)
  return { state: trusted ? 'valid' : 'signerUnknown', certificate: parsed.data }
}

/** zod passes over a member named `__proto__` in a record without a word: what it did not look at must not stand in what is valid. */
const isAllOf = (parsed: Certificate, read: unknown): boolean =>
  typeof read === 'object' && read !== null && canonicalJson(parsed) === canonicalJson(read)

const invalid = (reason: string): Verdict => ({ state: 'invalid', reason })

/** Everything but the value of the signature itself. */
function signedBytes({ signature: { value: _value, ...rest }, ...body }: Certificate): Buffer {
  return Buffer.from(canonicalJson({ ...body, signature: rest }))
}
