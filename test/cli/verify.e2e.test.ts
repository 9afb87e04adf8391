import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../cli/chaos/seeded-random.js'
import { signCertificate } from '../../proof/certificate.js'
import { toKeySet } from '../../proof/public-keys.js'
import { aBody, aSigner } from '../proof/a-certificate.js'
import { termkeeper } from './command.js'

const signer = aSigner()
const signed = await signCertificate(signer, aBody())
let folder: string
let empty: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-verify-'))
  empty = await mkdtemp(join(tmpdir(), 'termkeeper-empty-'))
  await write('keys.json', JSON.stringify(toKeySet([aSigner().key, signer.key])))
})
afterAll(async () => {
  for (const made of [folder, empty]) await rm(made, { recursive: true })
})

const write = async (name: string, text: string | Uint8Array) => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}
/** Asked in an empty folder, with nothing in the environment. */
const verify = async (text: string | Uint8Array, keys: readonly string[] = ['--keys', join(folder, 'keys.json')]) =>
  termkeeper(['verify', await write('certificate.json', text), ...keys], {}, empty)

describe('termkeeper verify', () => {
  test('ends with 0 for a certificate by a key that was given, and says what it certifies', async () => {
    const { code, stdout, stderr } = await verify(signed)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(signer.key.kid)
    expect(stdout).toContain('The end of Quillhaven School')
    expect(stdout).toContain('seating-planner version 1')
    expect(stdout).toContain('in time')
    expect(await readdir(empty)).toEqual([])
  })

  test('says by how much something was late', async () => {
    expect((await verify(await signCertificate(signer, aBody({ lateBySeconds: 2_592_000 })))).stdout).toContain(
      'late by 2592000 seconds',
    )
  })

  // A process each; that no byte at all may change is shown in test/proof.
  test('ends with 1 if one byte was changed, at places that the seed chooses', async () => {
    const seed = Date.now() % 1_000_000
    const random = seededRandom(seed)
    for (let tried = 0; tried < 4; tried++) {
      const bytes = Buffer.from(signed)
      const at = Math.floor(random() * bytes.length)
      bytes[at]! ^= 1 + Math.floor(random() * 255)
      expect((await verify(bytes)).code, `seed ${seed}, byte ${at}`).toBe(1)
    }
  })

  test('ends with 2 for one that was forged and signed again with the forger’s own key', async () => {
    const forged = await signCertificate(aSigner(), aBody({ lateBySeconds: 0, held: [] }))
    const { code, stdout, stderr } = await verify(forged)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^Signer unknown/)
  })

  test('ends with 2 as long as nobody gave a key, because none is shipped', async () => {
    expect((await verify(signed, [])).code).toBe(2)
  })

  test.for([
    ['an empty file', ''],
    ['no JSON', '<html></html>'],
    ['an error of the API', '{"type":"urn:termkeeper:problem:not-found","status":404}'],
    ['a member that stands twice', signed.replace('"kind":"ending"', '"kind":"erasure","kind":"ending"')],
    [
      'a member that parsers pass over',
      signed.replace('"times":{', '"times":{"__proto__":"2026-11-20T16:00:00.000Z",'),
    ],
    ['a number in another spelling', signed.replace('"count":300', '"count":3.00e2')],
    ['another algorithm', signed.replace('"Ed25519","keyId"', '"none","keyId"')],
  ] as const)('ends with 1 for %s', async ([, text]) => {
    const { code, stdout, stderr } = await verify(text)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^Not valid: .*\.\n$/)
  })

  test.for([
    ['no file', []],
    ['two files', ['a', 'b']],
    ['a file that is not there', ['not-there.json']],
    ['an option that there is not', ['a', '--trust-me']],
  ] as const)('ends with 1 and a sentence for %s', async ([, args]) => {
    const { code, stderr } = await termkeeper(['verify', ...args], {}, empty)
    expect(code).toBe(1)
    expect(stderr.trim()).not.toBe('')
    expect(stderr).not.toContain('    at ')
  })

  test.for([
    ['missing', undefined],
    ['no JSON', 'keys'],
    ['no set of keys', JSON.stringify(signer.key)],
    ['a set with a key that is none', '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]}'],
  ] as const)('ends with 1 for a file of keys that is %s', async ([, text]) => {
    const keys = text === undefined ? join(folder, 'none.json') : await write('bad-keys.json', text)
    const { code, stderr } = await verify(signed, ['--keys', keys])
    expect(code).toBe(1)
    expect(stderr).toMatch(/file of keys/)
  })
})
