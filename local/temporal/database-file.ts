import { execFile } from 'node:child_process'
import { access, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { commandOf } from '../running-program.js'
import { StackProblem } from '../stack-problem.js'

const run = promisify(execFile)

// After a kill −9 the server of the last run is asked to end at once, and killed after eight seconds.
const PREVIOUS_RUN_ENDS_MS = 20_000

export interface DatabaseFile {
  readonly path: string
  /** Says that the file is whole, which version made it, and who has it open. */
  readonly served: (pid: number) => Promise<void>
}

/**
 * The dev server makes its tables only when the file is new, and never changes them afterwards. So a file from a start that was cut
 * short is thrown away, nothing being in it yet, and one that another version made is refused.
 */
export async function databaseFile(folder: string, program: string): Promise<DatabaseFile> {
  const path = join(folder, 'temporal.db')
  const marker = join(folder, 'made-by')
  const holder = join(folder, 'server.pid')
  await previousServerEnded(holder, path)

  const { stdout } = await run(program, ['--version'])
  const version = stdout.trim()
  const madeBy = await readFile(marker, 'utf8').catch(() => undefined)
  if (madeBy === undefined) await removeDatabase(path)
  else if (madeBy !== version && (await exists(path))) {
    throw new StackProblem(
      `${path} was made by ${madeBy}, and this is ${version}: set TEMPORAL_CLI_PATH to the one that made it, or forget it with "npm start -- --fresh".`,
    )
  }
  return {
    path,
    served: async (pid) => {
      await writeWhole(holder, String(pid))
      if (madeBy !== version) await writeWhole(marker, version)
    },
  }
}

async function previousServerEnded(holder: string, database: string): Promise<void> {
  const pid = Number(await readFile(holder, 'utf8').catch(() => '0'))
  const giveUpAt = Date.now() + PREVIOUS_RUN_ENDS_MS
  while ((await commandOf(pid))?.includes(database)) {
    if (Date.now() >= giveUpAt) {
      throw new StackProblem(
        `A Temporal server (process ${pid}) still uses ${database}; stop it with "kill ${pid}" and start again.`,
      )
    }
    await wait(100)
  }
}

async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${path}${suffix}`, { force: true })
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
