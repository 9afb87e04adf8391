import type { Kysely } from 'kysely'
import { connect } from '../db/connect.js'
import { fileEpochStore } from '../vault/epoch-store.js'
import type { KeyringDatabase } from '../vault/keyring/database.js'
import { openKeyring } from '../vault/keyring/keyring.js'
import type { Keyring } from '../vault/keyring/keyring.js'
import { fileRootKey } from '../vault/root-key.js'
import { fileSigner } from '../vault/signing.js'
import type { Signer } from '../vault/signing.js'

export interface VaultSettings {
  readonly KEYRING_URL: string
  readonly TERMKEEPER_ROOT_KEY: string
  readonly TERMKEEPER_EPOCH_STORE: string
}

/** Opens the keyring over its database and the epoch store. */
export async function openVault(
  settings: VaultSettings,
): Promise<{ readonly keyring: Keyring; readonly close: () => Promise<void> }> {
  const root = await fileRootKey(settings.TERMKEEPER_ROOT_KEY)
  const db: Kysely<KeyringDatabase> = connect(settings.KEYRING_URL)
  return { keyring: openKeyring(db, fileEpochStore(settings.TERMKEEPER_EPOCH_STORE, root)), close: () => db.destroy() }
}

/** Opens the signing key, for the programs that issue certificates and for no other. It lies with the epoch keys, which have two replicas. */
export async function openSigner(settings: Omit<VaultSettings, 'KEYRING_URL'>): Promise<Signer> {
  return fileSigner(settings.TERMKEEPER_EPOCH_STORE, await fileRootKey(settings.TERMKEEPER_ROOT_KEY))
}
