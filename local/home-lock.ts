import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { commandOf } from './running-program.js'
import { StackProblem } from './stack-problem.js'

export interface HomeLock {
  /** There was a lock whose process is gone: a run that was killed. */
  readonly previousRunDied: boolean
  readonly release: () => Promise<void>
}

// Two starts that find the same dead lock both put theirs in its place; after this the last one stands, and the other sees it.
const OTHERS_SETTLE_MS = 100

/** One stack at a time in a home: two would run two Postgres over one folder. */
export async function lockHome(folder: string): Promise<HomeLock> {
  const lock = join(folder, 'running')
  const mine = `${process.pid}\n${(await commandOf(process.pid)) ?? ''}`
  const draft = `${lock}.${process.pid}`
  await writeFile(draft, mine)
  try {
    const previousRunDied = !(await placed(draft, lock))
    if (previousRunDied) {
      await mustBeDead(lock, folder)
      await rename(draft, lock)
      await wait(OTHERS_SETTLE_MS)
      if ((await readFile(lock, 'utf8').catch(() => '')) !== mine) await mustBeDead(lock, folder)
    }
    return { previousRunDied, release: () => rm(lock, { force: true }) }
  } finally {
    await rm(draft, { force: true })
  }
}

/** Whether the lock is ours now, in one step and with its whole content. */
async function placed(draft: string, lock: string): Promise<boolean> {
  return link(draft, lock).then(
    () => true,
    () => false,
  )
}

async function mustBeDead(lock: string, folder: string): Promise<void> {
  const [pid = '', command = ''] = (await readFile(lock, 'utf8').catch(() => '')).split('\n')
  if (command === '' || (await commandOf(Number(pid))) !== command) return
  throw new StackProblem(
    `A stack is already running in ${folder} (process ${pid}): stop it, or choose another folder with TERMKEEPER_HOME=<folder>.`,
  )
}
