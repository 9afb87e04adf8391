import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { unwrapUnder, wrapUnder } from './wrapping.js'

/** What wraps the epoch keys: a file here, a key service in production. The key itself never leaves it. */
export interface RootKey {
  readonly wrap: (plain: Buffer, about: string) => Promise<Buffer>
  readonly unwrap: (wrapped: Buffer, about: string) => Promise<Buffer>
}

const LENGTH = 32

/** A root key in a file that only its owner may read. Throws one sentence where there is none, or others may read it. */
export async function fileRootKey(path: string): Promise<RootKey> {
  const key = await readFile(path).catch((error: unknown) => {
    throw new Error('The root key named by TERMKEEPER_ROOT_KEY cannot be read.', { cause: error })
  })
  if (key.length !== LENGTH) throw new Error('The root key named by TERMKEEPER_ROOT_KEY is not 32 bytes long.')
  if (((await stat(path)).mode & 0o077) !== 0) throw new Error('The root key named by TERMKEEPER_ROOT_KEY may be read by others; set its mode to 0600.')
  return { wrap: async (plain, about) => wrapUnder(key, plain, about), unwrap: async (wrapped, about) => unwrapUnder(key, wrapped, about) }
}

/** Makes a root key file where there is none. Whole or not at all: a process that dies in between leaves no half key behind. */
export async function makeRootKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.write(randomBytes(LENGTH))
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (error) {
    if (!alreadyThere(error)) throw error
  } finally {
    await rm(draft)
  }
}

export function alreadyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}
