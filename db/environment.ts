export interface DatabaseEnvironment {
  readonly DATABASE_URL: string
  readonly KEYRING_URL: string
  /** The vendor's own agreements. */
  readonly AGREEMENTS_DIR?: string
}

/** What a command reads that needs the control database alone. Throws like the other. */
export function readControlUrl(env: NodeJS.ProcessEnv): string {
  return postgresUrl(env, 'DATABASE_URL')
}

/** What set-up and migrations read from `process.env`. Throws one sentence that names what is missing or bad, never its value. */
export function readDatabaseEnvironment(env: NodeJS.ProcessEnv): DatabaseEnvironment {
  const { AGREEMENTS_DIR } = env
  return {
    DATABASE_URL: postgresUrl(env, 'DATABASE_URL'),
    KEYRING_URL: postgresUrl(env, 'KEYRING_URL'),
    // An empty setting is one that was not given.
    ...(AGREEMENTS_DIR && { AGREEMENTS_DIR }),
  }
}

function postgresUrl(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name] ?? ''
  if (!URL.canParse(value) || !/^postgres(ql)?:$/.test(new URL(value).protocol))
    throw new Error(`${name} is missing or no postgres:// URL; .env.example describes it.`)
  return value
}
