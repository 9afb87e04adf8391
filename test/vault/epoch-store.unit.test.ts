import { readFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileEpochStore } from '../../vault/epoch-store.js'
import { bytesOf } from '../../vault/open-key.js'
import { fileRootKey, makeRootKeyFile } from '../../vault/root-key.js'
import type { RootKey } from '../../vault/root-key.js'
import { SealBroken } from '../../vault/sealing.js'

let folder: string
let root: RootKey
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-epoch-'))
  await makeRootKeyFile(join(folder, 'root.key'))
  root = await fileRootKey(join(folder, 'root.key'))
})
afterAll(() => rm(folder, { recursive: true }))

test('begins one epoch a school, whoever is first', async () => {
  const epochs = join(folder, 'race')
  const begun = await Promise.all(Array.from({ length: 8 }, () => fileEpochStore(epochs, root).begin('oakfield')))
  expect(new Set(begun.map((key) => bytesOf(key).toString('hex'))).size).toBe(1)
  expect(await readdir(epochs)).toEqual(['oakfield.epoch'])
  expect((await stat(join(epochs, 'oakfield.epoch'))).mode & 0o777).toBe(0o600)
  expect((await stat(epochs)).mode & 0o777).toBe(0o700)
})

test('finds the epoch of a school again, and none where none was begun', async () => {
  const epochs = fileEpochStore(join(folder, 'again'), root)
  expect(await epochs.epochs('oakfield')).toEqual([])
  const begun = await epochs.begin('oakfield')
  const [found] = await fileEpochStore(join(folder, 'again'), root).epochs('oakfield')
  expect(found?.id).toBe(begun.id)
  expect(found && bytesOf(found)).toEqual(bytesOf(begun))
  expect(await epochs.epochs('elm-park')).toEqual([])
})

test('keeps the epoch key wrapped, in a file that another school cannot use', async () => {
  const epochs = fileEpochStore(join(folder, 'wrapped'), root)
  const begun = await epochs.begin('oakfield')
  const file = await readFile(join(folder, 'wrapped', 'oakfield.epoch'))
  expect(file).toHaveLength(1_024)
  expect(file.includes(bytesOf(begun))).toBe(false)
  await writeFile(join(folder, 'wrapped', 'elm-park.epoch'), file)
  await expect(epochs.epochs('elm-park')).rejects.toThrow(SealBroken)
})

test('says that a file that was emptied has to be restored, and does not begin anew over it', async () => {
  const epochs = fileEpochStore(join(folder, 'emptied'), root)
  await epochs.begin('oakfield')
  await writeFile(join(folder, 'emptied', 'oakfield.epoch'), Buffer.alloc(1_024))
  expect(await epochs.epochs('oakfield')).toEqual([])
  await expect(epochs.begin('oakfield')).rejects.toThrow('restore it')
})

test.for(['', '.', '..', '../root', 'a/b', 'a\\b', 'A', 'a.b', 'a\0', 'é', 'x'.repeat(64)])(
  'refuses %j as the id of a school',
  async (school) => {
    const epochs = fileEpochStore(join(folder, 'ids'), root)
    await expect(epochs.epochs(school)).rejects.toThrow('school id')
    await expect(epochs.begin(school)).rejects.toThrow('school id')
  },
)

test('changes an epoch: the next lies beside the present one until that is overwritten', async () => {
  const epochs = fileEpochStore(join(folder, 'changed'), root)
  const first = await epochs.begin('oakfield')
  const before = await readFile(join(folder, 'changed', 'oakfield.epoch'))
  await epochs.writeNext('oakfield')
  await epochs.writeNext('oakfield')
  const [present, next, ...more] = (await epochs.epochs('oakfield')).map(({ id }) => id)
  expect([present, more]).toEqual([first.id, []])
  await epochs.dropOlder('oakfield')
  expect((await epochs.epochs('oakfield')).map(({ id }) => id)).toEqual([next])
  const after = await readFile(join(folder, 'changed', 'oakfield.epoch'))
  expect(after.includes(before.subarray(10, 90))).toBe(false)
  expect(after).toHaveLength(1_024)
})

test('forgets a school for good', async () => {
  const epochs = fileEpochStore(join(folder, 'ended'), root)
  await epochs.begin('oakfield')
  await epochs.begin('elm-park')
  await epochs.destroy('oakfield')
  await epochs.destroy('oakfield')
  expect(await epochs.epochs('oakfield')).toEqual([])
  expect(await readdir(join(folder, 'ended'))).toEqual(['elm-park.epoch'])
})
