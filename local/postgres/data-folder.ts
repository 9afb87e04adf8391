import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keepProcess } from '../kept-process.js'
import { StackProblem } from '../stack-problem.js'
import { postgresMajor } from './binaries.js'
import type { PostgresBinaries } from './binaries.js'
import type { PostgresUser } from './postgres-user.js'

export interface DataFolder {
  readonly path: string
  readonly password: string
}

export interface DataFolderNeeds {
  readonly folder: string
  readonly binaries: PostgresBinaries
  readonly user: PostgresUser | undefined
  readonly durable: boolean
  readonly say: (sentence: string) => void
}

const UNFINISHED = 'making-'

/**
 * The cluster's data under `folder`, made where there is none. initdb works in a folder that gets its name only when it is whole,
 * so what a kill left half-made is recognised by its name and thrown away.
 */
export async function dataFolder(needs: DataFolderNeeds): Promise<DataFolder> {
  const { folder } = needs
  await removeUnfinished(folder)
  const path = join(folder, 'data')
  const password = await superuserPassword(folder)
  const version = await readFile(join(path, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version === undefined) await makeData(needs, path, password)
  else if (version.trim() !== postgresMajor) throw otherVersion(path, version.trim())
  return { path, password }
}

async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(UNFINISHED)) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 })
  }
}

async function superuserPassword(folder: string): Promise<string> {
  const file = join(folder, 'superuser-password')
  const known = await readFile(file, 'utf8').catch(() => '')
  if (known !== '') return known
  const password = randomBytes(24).toString('base64url')
  const unfinished = join(folder, `${UNFINISHED}password`)
  await writeFile(unfinished, password, { mode: 0o600 })
  await rename(unfinished, file)
  return password
}

async function makeData(
  { folder, binaries, user, durable, say }: DataFolderNeeds,
  path: string,
  password: string,
): Promise<void> {
  say('making a Postgres database folder')
  const unfinished = join(folder, `${UNFINISHED}${randomBytes(4).toString('hex')}`)
  const passwordFile = `${unfinished}-password`
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user) await Promise.all([unfinished, passwordFile].map((owned) => chown(owned, user.uid, user.gid)))

  const lines: string[] = []
  const initdb = await keepProcess({
    name: 'initdb',
    command: binaries.initdb,
    args: [
      ...[`--pgdata=${unfinished}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C', '--no-instructions', ...(durable ? [] : ['--no-sync'])],
    ],
    ...user,
    cwd: unfinished,
    killAfterMs: 1_000,
    onLine: (line) => lines.push(line),
  })
  const { code } = await initdb.ended
  await rm(passwordFile, { force: true })
  if (code !== 0)
    throw new StackProblem(`Postgres could not make its database folder in ${folder}: ${lastError(lines)}`)
  await rename(unfinished, path)
}

function lastError(lines: readonly string[]): string {
  return lines.findLast((line) => line.includes('error:')) ?? lines.at(-1) ?? 'initdb said nothing.'
}

function otherVersion(path: string, version: string): StackProblem {
  return new StackProblem(
    `${path} was made by Postgres ${version}, and this is Postgres ${postgresMajor}: go back to the release that made it, or forget it with "npm start -- --fresh".`,
  )
}
