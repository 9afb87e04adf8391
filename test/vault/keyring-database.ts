import { connect } from '../../db/connect.js'
import { fileEpochStore } from '../../vault/epoch-store.js'
import type { KeyringDatabase } from '../../vault/keyring/database.js'
import { openKeyring } from '../../vault/keyring/keyring.js'
import { fileRootKey } from '../../vault/root-key.js'
import { freshDatabases } from '../support/databases.js'

/** A keyring of the test file's own, with its database and its key files, under the role that production has. */
export async function keyringDatabase() {
  const databases = await freshDatabases()
  const db = connect<KeyringDatabase>(databases.keyringUrl)
  const epochs = fileEpochStore(databases.epochs, await fileRootKey(databases.rootKey))
  const close = async () => {
    await db.destroy()
    await databases.drop()
  }
  return { db, epochs, epochFolder: databases.epochs, keyring: openKeyring(db, epochs), close }
}
