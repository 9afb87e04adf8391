import type { Kysely } from 'kysely'
import type { SourceManners, Source } from '../connectors/source.js'
import type { ControlDatabase } from '../db/control/database.js'
import type { SourceBinding } from '../db/control/source-binding.js'
import type { SchoolDatabases } from '../db/school/pools.js'
import type { Keyring } from '../vault/keyring/keyring.js'
import type { Signer } from '../vault/signing.js'
import type { Post } from './notices/post.js'

/** What activities are handed when a worker starts; they reach for nothing else. */
export interface ActivityDependencies {
  readonly control: Kysely<ControlDatabase>
  readonly keyring: Keyring
  readonly schools: SchoolDatabases
  /** Signs certificates. */
  readonly signer: Signer
  /** Opens the source of `school`. Throws `SourceFailure` for a binding it does not accept. */
  readonly openSource: (binding: SourceBinding, secret: string, manners: SourceManners, school: string) => Source
  /** Sends notices; undefined where no server is named. */
  readonly post: Post | undefined
  /** How long a source may keep a run waiting in all. */
  readonly patienceMs: number
  /** For how many days backups of the databases are kept: certificates say until when an old copy may exist. */
  readonly backupDays: number
}
