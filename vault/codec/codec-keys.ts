import { setTimeout as wait } from 'node:timers/promises'
import { KeyDestroyed } from '../key-destroyed.js'
import { isAway } from '../keyring/away.js'
import type { Keyring } from '../keyring/keyring.js'
import { forgetKey } from '../open-key.js'
import type { OpenKey } from '../open-key.js'

type CodecKeyring = Pick<Keyring, 'schoolKey' | 'openKeys'>

/** What belongs to no school: sweeps and their schedules. */
export const PLATFORM = 'platform'

/** What ends schools. */
export const ERASER = 'eraser'

/** The key a payload of `owner` is sealed under, and the key that sealed one. Use it at once: it may be forgotten a moment later. */
export interface CodecKeys {
  readonly current: (owner: string) => Promise<OpenKey>
  readonly named: (owner: string, keyId: string) => Promise<OpenKey>
}

// A payload is coded many times a second; a key that was destroyed is forgotten within a minute, and no certificate is issued before that.
const KEPT_MS = 60_000

const ASK_AGAIN_MS = 250

/**
 * `patienceMs` is how long a payload waits for a keyring that cannot be reached. A worker has to wait: the SDK takes an activation that cannot be
 * decoded for the worker's own end, and Postgres that restarts is away for seconds. A task that waited too long is given out again.
 */
export function codecKeys(keyring: CodecKeyring, patienceMs = 0): CodecKeys {
  const kept = new Map<string, Promise<OpenKey>>()
  function remember(name: string, find: () => Promise<OpenKey>, keptMs = KEPT_MS): Promise<OpenKey> {
    const before = kept.get(name)
    if (before) return before
    const found = patiently(find, patienceMs)
    kept.set(name, found)
    found.then(
      (key) => {
        if (keptMs < Infinity) setTimeout(() => forget(name, key), keptMs).unref()
      },
      () => kept.delete(name),
    )
    return found
  }
  // By a timer and not when it is next asked for: a key that nobody asks for again must not stay either.
  function forget(name: string, key: OpenKey): void {
    kept.delete(name)
    forgetKey(key)
  }
  return {
    // The platform's key stays: it seals nothing of a school, and it is what is left while the keyring cannot be reached.
    current: (owner) =>
      remember(owner, () => keyring.schoolKey(owner, 'codec'), owner === PLATFORM ? Infinity : KEPT_MS),
    named: (owner, keyId) => remember(`${owner}/${keyId}`, () => openNamed(keyring, owner, keyId)),
  }
}

async function patiently(find: () => Promise<OpenKey>, patienceMs: number): Promise<OpenKey> {
  for (const giveUpAt = Date.now() + patienceMs; ;) {
    try {
      return await find()
    } catch (error) {
      if (!isAway(error) || Date.now() >= giveUpAt) throw error
    }
    await wait(ASK_AGAIN_MS)
  }
}

async function openNamed(keyring: CodecKeyring, owner: string, keyId: string): Promise<OpenKey> {
  const key = (await keyring.openKeys(owner, [keyId])).get(keyId)
  if (!key) throw new KeyDestroyed()
  return key
}
