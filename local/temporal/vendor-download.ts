import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { releases } from './releases.js'
import type { ProgramName } from './releases.js'

const VENDOR = 'https://temporal.download'

// The SDK's download has no limit of its own and hangs in a closed network; a knock tells at once.
const ANSWERS_WITHIN_MS = 3_000
const LONGEST_FETCH_MS = 180_000

export async function vendorAnswers(): Promise<boolean> {
  return fetch(VENDOR, { method: 'HEAD', signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) }).then(
    () => true,
    () => false,
  )
}

/** Lets the SDK download the pinned version into `folder`, which it does by starting the server once: the path of the program. */
export async function fromVendor(program: ProgramName, folder: string): Promise<string> {
  const tooLong = wait(LONGEST_FETCH_MS, undefined, { ref: false }).then(() => {
    throw new Error(`${VENDOR} took more than ${LONGEST_FETCH_MS / 60_000} minutes`)
  })
  await Promise.race([startOnce(program, folder), tooLong])
  const [file] = await readdir(folder)
  if (file === undefined) throw new Error(`${VENDOR} gave no program`)
  return join(folder, file)
}

async function startOnce(program: ProgramName, folder: string): Promise<void> {
  // Loaded only here: it is a development dependency, and its native part takes 100 MB.
  const { TestWorkflowEnvironment } = await import('@temporalio/testing')
  const executable = { type: 'cached-download', downloadDir: folder, version: `v${releases[program].version}` } as const
  const server =
    program === 'temporal'
      ? await TestWorkflowEnvironment.createLocal({ server: { executable } })
      : await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })
  await server.teardown()
}
