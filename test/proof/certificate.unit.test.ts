import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../proof/canonical-json.js'
import { signCertificate, verifyCertificate } from '../../proof/certificate.js'
import { readKeySet, toKeySet } from '../../proof/public-keys.js'
import { aBody, aSigner } from './a-certificate.js'

const signer = aSigner()
const signed = await signCertificate(signer, aBody())
const stateOf = (text: string | Uint8Array, known = [signer.key]) => verifyCertificate(Buffer.from(text), known).state

describe('a certificate', () => {
  test('is valid by a known key, and says what was certified', () => {
    const verdict = verifyCertificate(Buffer.from(signed), [aSigner().key, signer.key])
    expect(verdict).toMatchObject({ state: 'valid', certificate: aBody() })
  })

  test('is the canonical form of itself (RFC 8785)', () => {
    expect(canonicalJson(JSON.parse(signed))).toBe(signed)
    expect(canonicalJson({ b: [1e21, 0.1, -0], a: 'é\n', '\u20ac': null })).toBe(
      '{"a":"é\\n","b":[1e+21,0.1,0],"€":null}',
    )
  })

  test('is invalid with any one byte changed, whichever and to whatever', () => {
    const bytes = Buffer.from(signed)
    const passed = [...bytes.keys()].flatMap((at) =>
      [1, 2, 4, 8, 16, 32, 64, 128].filter((bit) => {
        const altered = Buffer.from(bytes)
        altered[at]! ^= bit
        return stateOf(altered) !== 'invalid'
      }),
    )
    expect(passed).toEqual([])
  })

  test('may be laid out with spaces, and is then still what was signed', () => {
    expect(stateOf(JSON.stringify(JSON.parse(signed), null, 2) + '\n')).toBe('valid')
  })

  test('by a key that nobody gave is consistent, and its signer unknown', async () => {
    const forged = await signCertificate(aSigner(), aBody({ lateBySeconds: 0, receipts: [] }))
    expect(stateOf(forged)).toBe('signerUnknown')
    expect(stateOf(signed, [])).toBe('signerUnknown')
  })

  test('by a forger who shows a known key’s id, or a known key, is invalid', async () => {
    const forged = JSON.parse(await signCertificate(aSigner(), aBody()))
    const honest = JSON.parse(signed)
    const withId = { ...forged, signature: { ...forged.signature, keyId: signer.key.kid } }
    const withKey = { ...withId, signature: { ...withId.signature, publicKey: honest.signature.publicKey } }
    expect([withId, withKey].map((one) => stateOf(JSON.stringify(one)))).toEqual(['invalid', 'invalid'])
  })

  test.for([
    ['empty', ''],
    ['no JSON', 'certificate'],
    ['another JSON', '{"id":"x"}'],
    ['a list', `[${signed}]`],
    ['two of them', signed + signed],
    ['a member more', signed.replace('{', '{"a":1,')],
    ['a member that stands twice', signed.replace('"kind":"ending"', '"kind":"erasure","kind":"ending"')],
    ['a member that stands twice, deeper', signed.replace('"count":300', '"count":3,"count":300')],
    ['a member that parsers pass over', signed.replace('"times":{', '"times":{"__proto__":"2026-11-20T16:00:00Z",')],
    ['a number in another spelling', signed.replace('"count":300', '"count":3e2')],
    ['a number with a fraction of nothing', signed.replace('"count":300', '"count":300.0')],
    ['a needless escape', signed.replace('Quillhaven', '\\u0051uillhaven')],
    ['another algorithm', signed.replace('"Ed25519","keyId"', '"ES256","keyId"')],
    ['no algorithm', signed.replace('"algorithm":"Ed25519",', '')],
    ['another format', signed.replace('certificate-1', 'certificate-2')],
    ['a mark of byte order', `\ufeff${signed}`],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(signed), Buffer.from([0xff])])],
  ] as const)('is not: %s', ([, text]) => {
    expect(text).not.toBe(signed)
    expect(stateOf(text)).toBe('invalid')
  })

  test.for([
    ['a UPN', { held: [{ kind: 'pupil H801200001001', count: 1 }] }],
    ['an address', { remains: [{ what: 'mail to a.parent@home.test', until: '2026-12-03' }] }],
    ['a date in words', { instruction: { number: 1, act: 'leaver', right: 'born 2014-05-06' } }],
    ['a ULN as a receipt', { receipts: ['1000000019'] }],
    ['part of a person', { held: [{ kind: 'pupil', count: 0.5 }] }],
    ['an unknown member', { pupil: 'x' }],
  ] as const)('is not signed with %s in it', async ([, more]) => {
    await expect(signCertificate(signer, { ...aBody(), ...(more as object) })).rejects.toThrow()
  })
})

describe('a set of keys', () => {
  test('is read as GET /v1/keys writes it, and keys of other kinds are passed over', () => {
    expect(readKeySet(toKeySet([signer.key]))).toEqual([signer.key])
    expect(readKeySet({ keys: [{ kty: 'RSA', n: 'x', e: 'AQAB' }, ...toKeySet([signer.key]).keys] })).toEqual([
      signer.key,
    ])
  })

  test.for([
    ['nothing', undefined],
    ['a list', []],
    ['a key alone', toKeySet([signer.key]).keys[0]],
    ['a key that is none', { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'short' }] }],
    ['a key under another’s id', { keys: [{ kty: 'OKP', crv: 'Ed25519', x: signer.key.x, kid: aSigner().key.kid }] }],
  ])('is not: %s', ([, value]) => {
    expect(readKeySet(value)).toBeUndefined()
  })
})
