import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHome } from '../../local/home.js'

let parent: string
let folder: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'termkeeper-home-'))
  folder = join(parent, 'state')
})
afterEach(() => rm(parent, { recursive: true, force: true }))

test('makes a home that other users may enter and whose keys they may not', async () => {
  const home = await openHome(folder)
  expect((await stat(home.paths.folder)).mode & 0o777).toBe(0o755)
  expect((await stat(home.paths.keys)).mode & 0o777).toBe(0o700)
  expect(home.previousRunDied).toBe(false)
  await home.close()
})

test('refuses a second stack in the same home in one sentence, and takes it once the first ended', async () => {
  const first = await openHome(folder)
  await expect(openHome(folder)).rejects.toThrow(`A stack is already running in ${folder} (process ${process.pid})`)
  await first.close()
  await (await openHome(folder)).close()
})

test.for([
  ['a process that is gone', '4194304\nnode dist/local/start.js'],
  ['a pid that is a stranger now', `${process.pid}\nnode dist/local/start.js`],
  ['a lock that was cut short', ''],
] as const)('takes over the lock of a killed run: %s', async ([, lock]) => {
  await mkdir(folder)
  await writeFile(join(folder, 'running'), lock)
  const home = await openHome(folder)
  expect(home.previousRunDied).toBe(true)
  await home.close()
  expect(await readdir(folder)).not.toContain('running')
})

test('forgets its own state and leaves what others put there', async () => {
  const before = await openHome(folder)
  await writeFile(before.paths.operatorToken, 'token')
  await writeFile(join(folder, 'start.log'), 'not ours')
  await before.close()
  const after = await openHome(folder, { fresh: true })
  const names = await readdir(folder)
  expect(names).not.toContain('operator-token')
  expect(names).toContain('start.log')
  await after.close()
})

test('forgets where a file of the user’s own lies, and leaves the file', async () => {
  await mkdir(join(parent, 'mine'))
  await writeFile(join(parent, 'mine', 'rosters.zip'), '')
  const before = await openHome(folder)
  await symlink(join(parent, 'mine'), before.paths.rosters)
  await before.close()
  const after = await openHome(folder, { fresh: true })
  expect(await readdir(folder)).not.toContain('rosters')
  expect(await readdir(join(parent, 'mine'))).toEqual(['rosters.zip'])
  await after.close()
})

test('does not empty a folder that it did not make', async () => {
  await mkdir(join(folder, 'postgres'), { recursive: true })
  await writeFile(join(folder, 'postgres', 'precious'), '')
  await expect(openHome(folder, { fresh: true })).rejects.toThrow(/holds postgres but was not made by Termkeeper/)
  expect(await readdir(join(folder, 'postgres'))).toEqual(['precious'])
})
