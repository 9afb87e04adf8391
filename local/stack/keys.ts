import { join } from 'node:path'
import { makeRootKeyFile } from '../../vault/root-key.js'
import type { LocalEnvironment } from '../environment.js'
import type { OpenHome } from '../home.js'

export interface KeySettings {
  readonly TERMKEEPER_ROOT_KEY: string
  readonly TERMKEEPER_EPOCH_STORE: string
}

/** Where the keys lie: as the environment says, or a file and a folder beside it under the home. */
export async function keepKeys(env: LocalEnvironment, home: OpenHome): Promise<KeySettings> {
  const rootKey = env.TERMKEEPER_ROOT_KEY ?? join(home.paths.keys, 'root.key')
  if (env.TERMKEEPER_ROOT_KEY === undefined) await makeRootKeyFile(rootKey)
  return {
    TERMKEEPER_ROOT_KEY: rootKey,
    TERMKEEPER_EPOCH_STORE: env.TERMKEEPER_EPOCH_STORE ?? join(home.paths.keys, 'epochs'),
  }
}
