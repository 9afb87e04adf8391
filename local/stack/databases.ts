import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { offeredAgreements } from '../../agreement/own-agreements.js'
import { migrateAll } from '../../db/migrate-all.js'
import { KEYRING_ROLE, PROVISIONER, setUpCluster } from '../../db/provision/set-up.js'
import type { LocalEnvironment } from '../environment.js'
import type { OpenHome } from '../home.js'
import { startPostgres } from '../postgres.js'

export interface Databases {
  readonly settings: { readonly DATABASE_URL: string; readonly KEYRING_URL: string }
  readonly stop: () => Promise<void>
}

interface DatabaseNeeds {
  readonly env: LocalEnvironment
  readonly home: OpenHome
  readonly say: (sentence: string) => void
  /** Offered beside those of AGREEMENTS_DIR: a folder that comes with the local stack. */
  readonly agreements?: string | undefined
  /** False where nothing has to survive a power cut: commits then wait for no disk. */
  readonly durable?: boolean
}

/** The embedded Postgres, set up as a superuser would and migrated; or the servers that the environment names. */
export async function serveDatabases(needs: DatabaseNeeds): Promise<Databases> {
  const { env, home, say, agreements, durable = true } = needs
  const { DATABASE_URL, KEYRING_URL } = env
  const offered = offeredAgreements(env.AGREEMENTS_DIR, agreements)
  if (DATABASE_URL !== undefined && KEYRING_URL !== undefined) {
    await migrateAll(DATABASE_URL, KEYRING_URL, offered)
    return { settings: { DATABASE_URL, KEYRING_URL }, stop: async () => undefined }
  }
  say('starting Postgres …')
  const postgres = await startPostgres({ folder: home.paths.postgres, say, durable })
  try {
    const kept = await keptPasswords(join(home.paths.keys, 'database-passwords.json'))
    await setUpCluster({ superuserUrl: postgres.superuserUrl, ...kept })
    const url = (role: string, password: string) =>
      `postgres://${role}:${password}@${postgres.host}:${postgres.port}/${role}`
    const settings = {
      DATABASE_URL: url(PROVISIONER, kept.provisionerPassword),
      KEYRING_URL: url(KEYRING_ROLE, kept.keyringPassword),
    }
    await migrateAll(settings.DATABASE_URL, settings.KEYRING_URL, offered)
    return { settings, stop: postgres.stop }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

const passwords = z.object({ provisionerPassword: z.string().min(1), keyringPassword: z.string().min(1) })

/** Made once. A file that a crash cut short is made anew: the set-up gives the roles whatever passwords stand here. */
async function keptPasswords(path: string): Promise<z.infer<typeof passwords>> {
  try {
    return passwords.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    const make = () => randomBytes(24).toString('base64url')
    const made = { provisionerPassword: make(), keyringPassword: make() }
    await writeFile(path, JSON.stringify(made), { mode: 0o600 })
    return made
  }
}
