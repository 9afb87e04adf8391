import { randomBytes, randomUUID } from 'node:crypto'
import { KeyDestroyed } from '../key-destroyed.js'
import { KEY_BYTES, bytesOf, forgetKey, openKey } from '../open-key.js'
import type { OpenKey } from '../open-key.js'
import type { EpochStore } from '../epoch-store.js'
import { open, seal, sealedUnder } from '../sealing.js'

export interface WrappedKey {
  readonly id: string
  readonly wrapped: Buffer
}

interface FreshKey extends WrappedKey {
  readonly key: OpenKey
}

/** Keys of one part of one school under its present epoch. */
export interface Wrapping {
  readonly fresh: () => FreshKey
  /** Nothing for a key of an epoch that is gone: whoever destroyed the epoch destroyed the key. */
  readonly unwrap: (row: WrappedKey) => OpenKey | undefined
  /** The same key under the newest epoch; as it is where it lies under that already. Nothing for a key of an epoch that is gone. */
  readonly again: (row: WrappedKey) => Buffer | undefined
}

export type WrappingOf = (part: string) => Wrapping

/**
 * The epoch keys are fetched once a call, however many keys they wrap, and are forgotten with it. What is wrapped is wrapped under the
 * newest. Where a key does not open, the epoch may have been changed between reading the file and reading the row: one more look tells.
 */
export async function underEpoch<T>(
  store: EpochStore,
  school: string,
  act: (wrappingOf: WrappingOf) => Promise<T>,
): Promise<T> {
  const first = await look(store, school, act)
  return first.missed ? (await look(store, school, act)).result() : first.result()
}

interface Look<T> {
  readonly missed: boolean
  readonly result: () => T
}

async function look<T>(store: EpochStore, school: string, act: (of: WrappingOf) => Promise<T>): Promise<Look<T>> {
  const epochs = await store.epochs(school)
  if (epochs.length === 0) throw new KeyDestroyed()
  let missed = false
  const onMiss = () => void (missed = true)
  try {
    const value = await act((part) => wrappingUnder(epochs, onMiss, school, part))
    return { missed, result: () => value }
  } catch (error) {
    if (!(error instanceof KeyDestroyed)) throw error
    return {
      missed: true,
      result: () => {
        throw error
      },
    }
  } finally {
    epochs.forEach(forgetKey)
  }
}

function wrappingUnder(epochs: readonly OpenKey[], onMiss: () => void, school: string, part: string): Wrapping {
  const newest = epochs.at(-1)
  if (!newest) throw new KeyDestroyed()
  // A wrapped key that is moved to another row, school or part does not open there.
  const about = (id: string) => `key/${id}/${school}/${part}`
  const unwrapped = ({ id, wrapped }: WrappedKey) => {
    const epoch = epochs.find((one) => one.id === sealedUnder(wrapped))
    if (!epoch) onMiss()
    return epoch && open(epoch, wrapped, about(id))
  }
  return {
    fresh: () => {
      const id = randomUUID()
      const key = openKey(id, randomBytes(KEY_BYTES))
      return { id, key, wrapped: seal(newest, bytesOf(key), about(id)) }
    },
    unwrap: (row) => {
      const bytes = unwrapped(row)
      return bytes && openKey(row.id, bytes)
    },
    again: (row) => {
      if (sealedUnder(row.wrapped) === newest.id) return row.wrapped
      const bytes = unwrapped(row)
      const wrapped = bytes && seal(newest, bytes, about(row.id))
      bytes?.fill(0)
      return wrapped
    },
  }
}
