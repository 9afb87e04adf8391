import { readDatabaseEnvironment } from '../db/environment.js'
import { setUpCluster } from '../db/provision/set-up.js'

/** `npm run set-up -- <superuser's URL>`: what only a superuser can do, once per cluster. Passwords come from DATABASE_URL and KEYRING_URL. */
async function main(superuserUrl: string | undefined): Promise<void> {
  if (superuserUrl === undefined)
    throw new Error('Say which cluster: npm run set-up -- postgres://superuser:…@host:5432/postgres')
  const env = readDatabaseEnvironment(process.env)
  const passwordOf = (url: string) => decodeURIComponent(new URL(url).password)
  await setUpCluster({
    superuserUrl,
    provisionerPassword: passwordOf(env.DATABASE_URL),
    keyringPassword: passwordOf(env.KEYRING_URL),
  })
  process.stdout.write('The cluster is set up.\n')
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The set-up failed.'}\n`)
  process.exitCode = 1
})
