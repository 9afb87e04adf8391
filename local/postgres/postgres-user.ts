import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { StackProblem } from '../stack-problem.js'

const run = promisify(execFile)

export interface PostgresUser {
  readonly uid: number
  readonly gid: number
}

/** Postgres refuses to run as root, so root lends it a user of its own. Everybody else runs it as themselves. */
export async function postgresUser(): Promise<PostgresUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const known = await lookUp()
  if (known) return known
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(() => undefined)
  const made = await lookUp()
  if (!made) {
    throw new StackProblem(
      'Postgres does not run as root and a user "postgres" could not be made; make one, or start as another user.',
    )
  }
  return made
}

async function lookUp(): Promise<PostgresUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}
