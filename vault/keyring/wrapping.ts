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
}

/** The epoch key is fetched once a call, however many keys it wraps, and is forgotten with it. */
export async function underEpoch<T>(
  epochs: EpochStore,
  school: string,
  act: (wrappingOf: (part: string) => Wrapping) => Promise<T>,
): Promise<T> {
  const epoch = await epochs.current(school)
  if (!epoch) throw new KeyDestroyed()
  try {
    return await act((part) => wrappingUnder(epoch, school, part))
  } finally {
    forgetKey(epoch)
  }
}

function wrappingUnder(epoch: OpenKey, school: string, part: string): Wrapping {
  // A wrapped key that is moved to another row, school or part does not open there.
  const about = (id: string) => `key/${id}/${school}/${part}`
  return {
    fresh: () => {
      const id = randomUUID()
      const key = openKey(id, randomBytes(KEY_BYTES))
      return { id, key, wrapped: seal(epoch, bytesOf(key), about(id)) }
    },
    unwrap: ({ id, wrapped }) =>
      sealedUnder(wrapped) === epoch.id ? openKey(id, open(epoch, wrapped, about(id))) : undefined,
  }
}
