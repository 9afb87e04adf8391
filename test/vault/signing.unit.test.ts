import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileRootKey, makeRootKeyFile } from '../../vault/root-key.js'
import type { RootKey } from '../../vault/root-key.js'
import { SealBroken } from '../../vault/sealing.js'
import { fileSigner, isSignedBy, signingKeyId } from '../../vault/signing.js'

let folder: string
let root: RootKey
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-signing-'))
  await makeRootKeyFile(join(folder, 'root.key'))
  root = await fileRootKey(join(folder, 'root.key'))
})
afterAll(() => rm(folder, { recursive: true }))

test('makes one key, for its owner only, whoever is first, and finds it again', async () => {
  const keys = join(folder, 'race')
  const signers = await Promise.all(Array.from({ length: 8 }, () => fileSigner(keys, root)))
  expect(new Set(signers.map(({ key }) => key.x)).size).toBe(1)
  expect((await fileSigner(keys, root)).key).toEqual(signers[0]?.key)
  expect(await readdir(keys)).toEqual(['signing.key'])
  expect((await stat(join(keys, 'signing.key'))).mode & 0o777).toBe(0o600)
})

test('signs what the public half confirms, and confirms nothing else', async () => {
  const { key, sign } = await fileSigner(join(folder, 'signs'), root)
  const signature = await sign(Buffer.from('a certificate'))
  expect(isSignedBy(key.x, Buffer.from('a certificate'), signature)).toBe(true)
  expect(isSignedBy(key.x, Buffer.from('a Certificate'), signature)).toBe(false)
  expect(
    isSignedBy((await fileSigner(join(folder, 'other'), root)).key.x, Buffer.from('a certificate'), signature),
  ).toBe(false)
  expect(isSignedBy('no key', Buffer.from('a certificate'), signature)).toBe(false)
})

test('names a key by its RFC 7638 thumbprint', () => {
  // The key and the thumbprint of RFC 8037, A.2 and A.3.
  expect(signingKeyId('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo')).toBe(
    'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  )
})

test('keeps the key wrapped by the root key, and shows nothing of it', async () => {
  const keys = join(folder, 'wrapped')
  const signer = await fileSigner(keys, root)
  expect(inspect(signer, { showHidden: true, depth: 9 })).not.toContain('Buffer')
  expect(JSON.stringify(signer)).toBe(JSON.stringify({ key: signer.key }))
  await makeRootKeyFile(join(folder, 'another.key'))
  await expect(fileSigner(keys, await fileRootKey(join(folder, 'another.key')))).rejects.toThrow(SealBroken)
  const file = await readFile(join(keys, 'signing.key'))
  file[file.length - 1]! ^= 1
  await writeFile(join(keys, 'signing.key'), file)
  // A damaged key is restored by a person; a new one in its place would look like another signer.
  await expect(fileSigner(keys, root)).rejects.toThrow(SealBroken)
})
