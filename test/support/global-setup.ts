import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProvidedContext } from 'vitest'
import type { TestProject } from 'vitest/node'
import { shippedAgreements } from '../../agreement/shipped.js'
import { migrateAll } from '../../db/migrate-all.js'
import { KEYRING_ROLE, PROVISIONER, setUpCluster } from '../../db/provision/set-up.js'
import { programSources } from '../../local/environment.js'
import { startPostgres } from '../../local/postgres.js'
import { findTemporalProgram } from '../../local/temporal-programs.js'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { superuserUrl: string; provisionerUrl: string; keyringUrl: string }
    temporalPrograms: { cli: string; testServer: string }
  }
}

/** The programs as they are deployed, for tests that kill one, then one Postgres for the whole run, and the paths of Temporal's programs, so that no test pays for either. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  execFileSync(process.execPath, ['scripts/build.js'], { stdio: 'inherit' })
  const folder = await mkdtemp(join(tmpdir(), 'termkeeper-test-'))
  // As root, Postgres is another user, who has to enter.
  await chmod(folder, 0o755)
  const say = (sentence: string) => {
    if (sentence.startsWith('fetching')) process.stdout.write(`${sentence}\n`)
  }
  const sources = programSources(process.env, say)
  const [postgres, cli, testServer] = await Promise.all([
    startPostgres({ folder, durable: false }),
    findTemporalProgram('temporal', sources),
    findTemporalProgram('temporal-test-server', sources),
  ])
  project.provide('postgres', await setUp(postgres.superuserUrl))
  project.provide('temporalPrograms', { cli, testServer })
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The roles of a real cluster and the template of new schools: the suite runs under the role that production has, not as a superuser. */
async function setUp(superuserUrl: string): Promise<ProvidedContext['postgres']> {
  const [provisionerPassword, keyringPassword] = [randomUUID(), randomUUID()]
  await setUpCluster({ superuserUrl, provisionerPassword, keyringPassword })
  const as = (role: string, password: string) => {
    const url = new URL(superuserUrl)
    url.username = role
    url.password = password
    url.pathname = `/${role}`
    return url.toString()
  }
  const urls = {
    superuserUrl,
    provisionerUrl: as(PROVISIONER, provisionerPassword),
    keyringUrl: as(KEYRING_ROLE, keyringPassword),
  }
  await migrateAll(urls.provisionerUrl, urls.keyringUrl, shippedAgreements())
  return urls
}
