import { createHmac, randomBytes } from 'node:crypto'
import { open as openFile } from 'node:fs/promises'
import { KEY_BYTES, openKey } from './open-key.js'
import type { OpenKey } from './open-key.js'
import { open, seal } from './sealing.js'
import { toUuid } from './uuid.js'
import { createWhole } from './whole-file.js'

/** What wraps the epoch keys. A file here; elsewhere a key service, which is why it answers later. */
export interface RootKey {
  readonly wrap: (plain: Buffer, about: string) => Promise<Buffer>
  readonly unwrap: (wrapped: Buffer, about: string) => Promise<Buffer>
}

/** Makes the file with a new key, unless it is there. */
export async function makeRootKeyFile(path: string): Promise<void> {
  const bytes = randomBytes(KEY_BYTES)
  await createWhole(path, bytes)
  bytes.fill(0)
}

export async function fileRootKey(path: string): Promise<RootKey> {
  const key = rootKey(await readKeyFile(path))
  return {
    wrap: async (plain, about) => seal(key, plain, `root/${about}`),
    unwrap: async (wrapped, about) => open(key, wrapped, `root/${about}`),
  }
}

/** Its id is computed from it, so that what was wrapped under another root key says so at once. */
function rootKey(bytes: Buffer): OpenKey {
  return openKey(toUuid(createHmac('sha256', bytes).update('root key id').digest()), bytes)
}

async function readKeyFile(path: string): Promise<Buffer> {
  const file = await openFile(path).catch(() => {
    throw new Error(`The root key file ${path} cannot be read; make it, or correct the path.`)
  })
  try {
    const { mode, size } = await file.stat()
    if ((mode & 0o077) !== 0) throw new Error(`The root key file ${path} is open to others; run chmod 600 on it.`)
    if (size !== KEY_BYTES) {
      throw new Error(`The root key file ${path} has ${size} bytes instead of ${KEY_BYTES}; restore the right one.`)
    }
    return await file.readFile()
  } finally {
    await file.close()
  }
}
