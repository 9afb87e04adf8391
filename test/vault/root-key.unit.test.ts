import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileRootKey, makeRootKeyFile } from '../../vault/root-key.js'
import { SealBroken } from '../../vault/sealing.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-root-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('makes 32 random bytes for its owner only, once, also when many ask at once', async () => {
  const path = join(folder, 'new', 'root.key')
  await Promise.all(Array.from({ length: 8 }, () => makeRootKeyFile(path)))
  const first = await readFile(path)
  await makeRootKeyFile(path)
  expect(await readFile(path)).toEqual(first)
  expect(first).toHaveLength(32)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(folder, 'new'))).toEqual(['root.key'])
})

test('unwraps what it wrapped, for the same thing only, and shows nothing of itself', async () => {
  const path = join(folder, 'wrap.key')
  await makeRootKeyFile(path)
  const root = await fileRootKey(path)
  const wrapped = await root.wrap(Buffer.from('epoch'), 'school a')
  expect(wrapped.includes('epoch')).toBe(false)
  expect((await (await fileRootKey(path)).unwrap(wrapped, 'school a')).toString()).toBe('epoch')
  await expect(root.unwrap(wrapped, 'school b')).rejects.toThrow(SealBroken)
  expect(inspect(root, { showHidden: true, depth: 9 })).not.toContain('Buffer')
})

test.for([
  ['missing', undefined, 0o600, 'cannot be read'],
  ['cut short', Buffer.alloc(31), 0o600, 'has 31 bytes instead of 32'],
  ['open to the group', Buffer.alloc(32), 0o640, 'open to others'],
] as const)('refuses a file that is %s, in one sentence', async ([what, bytes, mode, sentence]) => {
  const path = join(folder, `${what}.key`)
  if (bytes) {
    await writeFile(path, bytes)
    await chmod(path, mode)
  }
  await expect(fileRootKey(path)).rejects.toThrow(sentence)
})
