import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { alreadyThere } from './root-key.js'
import type { RootKey } from './root-key.js'

/** Where the epoch keys lie: outside Postgres, its log and every backup. */
export interface EpochStore {
  /** The school's epoch key in force; undefined where the school has none, or none any more. */
  readonly current: (school: string) => Promise<Buffer | undefined>
  /** Makes the first epoch of a school, or answers the one that is there. Safe to do twice at once. */
  readonly begin: (school: string) => Promise<Buffer>
}

/** What a file of the store says. `current` is wrapped by the root key. */
interface EpochFile {
  readonly epoch: number
  readonly current: string
}

/** A folder with one small file a school. */
export function fileEpochStore(folder: string, root: RootKey): EpochStore {
  const path = (school: string) => join(folder, `${safeName(school)}.json`)

  async function current(school: string): Promise<Buffer | undefined> {
    const text = await readFile(path(school), 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    })
    if (text === undefined) return undefined
    const file: EpochFile = JSON.parse(text)
    return root.unwrap(Buffer.from(file.current, 'base64'), aboutEpoch(school, file.epoch))
  }

  async function begin(school: string): Promise<Buffer> {
    const before = await current(school)
    if (before) return before
    const wrapped = await root.wrap(randomBytes(32), aboutEpoch(school, 1))
    const file: EpochFile = { epoch: 1, current: wrapped.toString('base64') }
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeOnce(path(school), JSON.stringify(file))
    const made = await current(school)
    if (!made) throw new Error('The epoch store lost a key that was just written.')
    return made
  }
  return { current, begin }
}

const aboutEpoch = (school: string, epoch: number) => `epoch/${school}/${epoch}`

/** School ids are ours and plain; anything else would be a path trick. */
function safeName(school: string): string {
  if (!/^[a-z0-9-]{1,64}$/.test(school)) throw new Error('This is no id of a school.')
  return school
}

/** Writes a file whole where there is none yet; where somebody else was first, theirs stays. */
async function writeOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await link(draft, path)
    .catch((error: unknown) => {
      if (!alreadyThere(error)) throw error
    })
    .finally(() => rm(draft))
}
