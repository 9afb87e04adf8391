import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SLOT_BYTES, firstEpochFile, freeOffset, slotsOf, toSlot } from './epoch-file.js'
import type { EpochSlot } from './epoch-file.js'
import { KEY_BYTES, openKey } from './open-key.js'
import type { OpenKey } from './open-key.js'
import type { RootKey } from './root-key.js'
import { fromUuid, toUuid } from './uuid.js'
import { createWhole, overwrite, removeFile } from './whole-file.js'

/**
 * Where the epoch keys lie: outside Postgres, its log and every backup, so that a key dropped here is dropped everywhere. Who asks for
 * an epoch key forgets it after use.
 */
export interface EpochStore {
  /** The epochs there are, the newest last: one, or two while an epoch is being changed. None for a school that never began one. */
  readonly epochs: (school: string) => Promise<readonly OpenKey[]>
  /** The newest epoch key, made if the school has none. Two at once get the same. */
  readonly begin: (school: string) => Promise<OpenKey>
  /** Writes the next epoch beside the present one. Where a change was cut short there is one already, and it stays. */
  readonly writeNext: (school: string) => Promise<void>
  /** Overwrites every epoch but the newest: what is still wrapped by one of those opens no more. */
  readonly dropOlder: (school: string) => Promise<void>
  /** Overwrites all, and removes the file. */
  readonly destroy: (school: string) => Promise<void>
}

export function fileEpochStore(folder: string, root: RootKey): EpochStore {
  const path = (school: string) => epochPath(folder, school)
  const epochs = async (school: string) => {
    const slots = slotsOf(await readOrEmpty(path(school)))
    return Promise.all(slots.map(({ wrapped }) => unwrapped(root, school, wrapped)))
  }
  return {
    epochs,
    begin: async (school) => {
      const there = (await epochs(school)).at(-1)
      if (there) return there
      await createWhole(path(school), firstEpochFile(await newEpoch(root, school)))
      // Read back, because another process may have been first.
      const begun = (await epochs(school)).at(-1)
      if (!begun)
        throw new Error(`The epoch file of school ${school} holds no epoch; restore it from the other replica.`)
      return begun
    },
    writeNext: async (school) => {
      const [present, next] = slotsOf(await readOrEmpty(path(school)))
      if (!present || next) return
      const slot = toSlot(present.generation + 1, await newEpoch(root, school))
      await overwrite(path(school), [{ offset: freeOffset(present), bytes: slot }])
    },
    dropOlder: async (school) => {
      const older = slotsOf(await readOrEmpty(path(school))).slice(0, -1)
      await overwrite(path(school), older.map(emptied))
    },
    destroy: async (school) => {
      await overwrite(path(school), slotsOf(await readOrEmpty(path(school))).map(emptied))
      await removeFile(path(school))
    },
  }
}

const emptied = ({ offset }: EpochSlot) => ({ offset, bytes: Buffer.alloc(SLOT_BYTES) })

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
