import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { currentSlot, firstEpochFile } from './epoch-file.js'
import { KEY_BYTES, openKey } from './open-key.js'
import type { OpenKey } from './open-key.js'
import type { RootKey } from './root-key.js'
import { fromUuid, toUuid } from './uuid.js'
import { createWhole } from './whole-file.js'

/**
 * Where the epoch keys lie: outside Postgres, its log and every backup, so that a key dropped here is dropped everywhere. Who asks for
 * an epoch key forgets it after use.
 */
export interface EpochStore {
  readonly current: (school: string) => Promise<OpenKey | undefined>
  /** The current epoch key, made if the school has none. Two at once get the same. */
  readonly begin: (school: string) => Promise<OpenKey>
}

export function fileEpochStore(folder: string, root: RootKey): EpochStore {
  const current = async (school: string) => {
    const slot = currentSlot(await readOrEmpty(epochPath(folder, school)))
    return slot && unwrapped(root, school, slot.wrapped)
  }
  return {
    current,
    begin: async (school) => {
      const there = await current(school)
      if (there) return there
      const wrapped = await newEpoch(root, school)
      await createWhole(epochPath(folder, school), firstEpochFile(wrapped))
      // Read back, because another process may have been first.
      const begun = await current(school)
      if (!begun)
        throw new Error(`The epoch file of school ${school} holds no epoch; restore it from the other replica.`)
      return begun
    },
  }
}

/** Ids become file names, and a name must not lead out of the folder. */
function epochPath(folder: string, school: string): string {
  if (!/^[a-z0-9-]{1,63}$/.test(school))
    throw new Error('A school id is made of a–z, 0–9 and hyphens; this is not one.')
  return join(folder, `${school}.epoch`)
}

async function newEpoch(root: RootKey, school: string): Promise<Buffer> {
  const plain = Buffer.concat([fromUuid(randomUUID()), randomBytes(KEY_BYTES)])
  const wrapped = await root.wrap(plain, `epoch/${school}`)
  plain.fill(0)
  return wrapped
}

/** Id and key travel together under the wrap. */
async function unwrapped(root: RootKey, school: string, wrapped: Buffer): Promise<OpenKey> {
  const plain = await root.unwrap(wrapped, `epoch/${school}`)
  return openKey(toUuid(plain), plain.subarray(16))
}

async function readOrEmpty(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}
