import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { StackProblem } from '../stack-problem.js'
import type { PostgresUser } from './postgres-user.js'

const run = promisify(execFile)

/** Throws a sentence where the user whom Postgres runs as could not reach its folder or its program: Postgres would only say EACCES. */
export async function mustBeOpenTo(user: PostgresUser, folder: string, program: string): Promise<void> {
  const home = await closedFolder(folder, user)
  if (home !== undefined) {
    throw new StackProblem(
      `Postgres runs as the user "postgres", who may not enter ${home}: set TERMKEEPER_HOME to a folder outside it, or open the way with "chmod o+x ${home}".`,
    )
  }
  const closed = await closedFolder(program, user)
  if (closed !== undefined) {
    throw new StackProblem(
      `Postgres runs as the user "postgres", who may not enter ${closed}, where its program lies: move this checkout elsewhere, or open the way with "chmod o+x ${closed}".`,
    )
  }
}

/** The outermost folder on the way to `path` that `user` may not enter, asked of the system as that user. */
async function closedFolder(path: string, user: PostgresUser): Promise<string | undefined> {
  const script = 'for folder; do [ -x "$folder" ] || { printf %s "$folder"; exit; }; done'
  const { stdout } = await run('/bin/sh', ['-c', script, 'sh', ...folderAndParents(path)], { ...user, cwd: '/' })
  return stdout === '' ? undefined : stdout
}

function folderAndParents(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [...folderAndParents(parent), path]
}
