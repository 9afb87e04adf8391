const openKeyMark: unique symbol = Symbol('open key')

/**
 * A key that can be used. It shows its id and nothing else: the bytes lie beside it, not in it, so that no log line, JSON body or
 * Temporal payload can carry them away by accident.
 */
export interface OpenKey {
  readonly id: string
  readonly [openKeyMark]: true
}

export const KEY_BYTES = 32

const material = new WeakMap<OpenKey, Buffer>()

/** The buffer becomes the key's own: `forgetKey` overwrites it. */
export function openKey(id: string, bytes: Buffer): OpenKey {
  if (bytes.length !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes, this has ${bytes.length}.`)
  const key: OpenKey = { id, [openKeyMark]: true }
  material.set(key, bytes)
  return key
}

/** For this folder only; what it returns is never kept. */
export function bytesOf(key: OpenKey): Buffer {
  const bytes = material.get(key)
  if (!bytes) throw new Error('This key was used after it had been forgotten.')
  return bytes
}

/** Overwrites the key in memory. Using it afterwards throws. */
export function forgetKey(key: OpenKey): void {
  material.get(key)?.fill(0)
  material.delete(key)
}
