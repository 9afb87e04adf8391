import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { lockHome } from './home-lock.js'
import { StackProblem, reasonOf } from './stack-problem.js'

/** What the local stack keeps, and where under TERMKEEPER_HOME. `--fresh` forgets exactly this. */
const layout = {
  postgres: 'postgres',
  temporal: 'temporal',
  /** Root key and epoch store: outside Postgres, so that an old copy of it opens nothing. */
  keys: 'keys',
  logs: 'logs',
  /** The simulated schools' clock and events, so that a second start goes on where the first stopped. */
  simulator: 'simulator.json',
  /** A link to the folder of the user's own file of rosters. */
  rosters: 'rosters',
  /** What schools would have been sent, a file a letter. */
  notices: 'notices',
  operatorToken: 'operator-token',
  schoolToken: 'school-token',
  headToken: 'head-token',
  applicationToken: 'application-token',
} as const

export type HomePaths = Readonly<Record<keyof typeof layout | 'folder', string>>

export interface OpenHome {
  readonly paths: HomePaths
  /** The last run did not end by itself: what it started may still be ending. */
  readonly previousRunDied: boolean
  readonly close: () => Promise<void>
}

const MARKER = 'this-is-a-termkeeper-home'

/** Takes the folder for this process alone, makes what is missing, and with `fresh` forgets what was there. */
export async function openHome(folder: string, options: { readonly fresh?: boolean } = {}): Promise<OpenHome> {
  const paths = pathsUnder(resolve(folder))
  await makeFolder(paths.folder)
  const lock = await lockHome(paths.folder)
  try {
    if (options.fresh) await forget(paths)
    await writeFile(
      join(paths.folder, MARKER),
      'Made by "npm start" of Termkeeper; "npm start -- --fresh" empties it.\n',
    )
    // Postgres is another user where we are root; nobody but us has to enter the others.
    for (const own of [paths.keys, paths.temporal, paths.logs]) await mkdir(own, { recursive: true, mode: 0o700 })
  } catch (error) {
    await lock.release()
    throw error
  }
  return { paths, previousRunDied: lock.previousRunDied, close: lock.release }
}

function pathsUnder(folder: string): HomePaths {
  const at = (name: keyof typeof layout) => join(folder, layout[name])
  return {
    folder,
    postgres: at('postgres'),
    temporal: at('temporal'),
    keys: at('keys'),
    logs: at('logs'),
    simulator: at('simulator'),
    rosters: at('rosters'),
    notices: at('notices'),
    operatorToken: at('operatorToken'),
    schoolToken: at('schoolToken'),
    headToken: at('headToken'),
    applicationToken: at('applicationToken'),
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true })
    // As root, Postgres is another user, who has to enter; what is secret inside has rights of its own.
    if (made !== undefined) await chmod(folder, 0o755)
  } catch (error) {
    throw new StackProblem(`TERMKEEPER_HOME is ${folder}, which cannot be made: ${reasonOf(error)}.`)
  }
}

/** Removes what we keep and nothing else. A folder without our marker that holds such names is somebody else's. */
async function forget(paths: HomePaths): Promise<void> {
  const names: readonly string[] = Object.values(layout)
  const present = (await readdir(paths.folder)).filter((name) => names.includes(name))
  const ours = await stat(join(paths.folder, MARKER)).then(
    () => true,
    () => false,
  )
  if (present.length > 0 && !ours) {
    throw new StackProblem(
      `${paths.folder} holds ${present.join(', ')} but was not made by Termkeeper, so --fresh does not touch it; check TERMKEEPER_HOME.`,
    )
  }
  for (const name of present) await rm(join(paths.folder, name), { recursive: true, force: true, maxRetries: 5 })
}
