import { randomBytes } from 'node:crypto'
import { access, chmod, constants, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { releases } from './releases.js'
import type { ProgramName } from './releases.js'

const UNFINISHED = 'fetching-'
const ABANDONED_AFTER_MS = 3_600_000

export async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

export function cachedPath(cache: string, program: ProgramName): string {
  return join(cache, `${program}-${releases[program].version}`)
}

/**
 * Lets `fetchInto` bring the program into a folder of its own and moves it to its place in one step. So two processes that fetch at
 * once cannot spoil each other's, and one that is killed leaves nothing that looks whole.
 */
export async function fetchIntoCache(
  cache: string,
  program: ProgramName,
  fetchInto: (folder: string) => Promise<string>,
): Promise<string> {
  await mkdir(cache, { recursive: true })
  await removeAbandoned(cache)
  const folder = join(cache, `${UNFINISHED}${randomBytes(6).toString('hex')}`)
  await mkdir(folder)
  try {
    const fetched = await fetchInto(folder)
    await chmod(fetched, 0o755)
    await rename(fetched, cachedPath(cache, program))
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  return cachedPath(cache, program)
}

async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(UNFINISHED)) continue
    const folder = join(cache, name)
    const age = Date.now() - (await stat(folder).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs
    if (age > ABANDONED_AFTER_MS) await rm(folder, { recursive: true, force: true })
  }
}
