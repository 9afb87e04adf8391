import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { freePort } from '../../../local/ports.js'
import { startSimulator } from '../../../simulators/server.js'
import { packed } from '../../connectors/oneroster/support/package.js'

let folder: string
let ports: Readonly<Record<'PORT' | 'SIMULATOR_PORT' | 'TEMPORAL_UI_PORT', string>>
let running: ChildProcess | undefined
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-start-'))
  // As root, Postgres is another user, who has to enter.
  await chmod(folder, 0o755)
  const port = async () => String(await freePort())
  ports = { PORT: await port(), SIMULATOR_PORT: await port(), TEMPORAL_UI_PORT: await port() }
})
afterEach(() => stop(), 30_000)
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

interface Started {
  readonly lines: readonly string[]
  readonly errors: readonly string[]
  readonly until: (what: RegExp) => Promise<string>
  readonly code: Promise<unknown>
}

/** What `npm start` runs once everything is built. */
function start(...args: readonly string[]): Started {
  const env = { ...process.env, ...ports, TERMKEEPER_HOME: join(folder, 'home'), LOG_LEVEL: 'warn' }
  const child = spawn(process.execPath, ['dist/local/start.js', ...args], {
    env: { ...env, TEMPORAL_CLI_PATH: inject('temporalPrograms').cli },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running = child
  const [lines, errors]: [string[], string[]] = [[], []]
  const said = createInterface({ input: child.stdout })
  said.on('line', (line) => lines.push(line))
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line))
  const code = once(child, 'close').then(([exit]) => exit)
  const until = (what: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = lines.find((line) => what.test(line))
        if (found !== undefined) resolve(found)
      }
      said.on('line', look)
      void code.then(() => reject(new Error(`it ended: ${[...lines, ...errors].join('\n')}`)))
      look()
    })
  return { lines, errors, until, code }
}

async function stop(): Promise<void> {
  if (running?.exitCode !== null) return
  running.kill('SIGINT')
  await once(running, 'close')
}

/** The rosters of a simulated school of so many pupils. */
async function rosters(pupils: number): Promise<Buffer> {
  const simulator = await startSimulator({ now: new Date().toISOString() })
  try {
    const body = JSON.stringify({ seed: 'own', profile: 'secondary11to16', pupils, name: 'Oakfield School' })
    const made = await fetch(`${simulator.url}/_sim/schools`, { method: 'POST', body })
    const { data } = (await made.json()) as { data: { credentials: { oneroster: { csv: Record<string, string> } } } }
    return Buffer.from(await (await fetch(data.credentials.oneroster.csv['1.1'] ?? '')).arrayBuffer())
  } finally {
    await simulator.stop()
  }
}

const read = async (role: string, path: string) => {
  const token = await readFile(join(folder, 'home', `${role}-token`), 'utf8')
  const answer = await fetch(`http://127.0.0.1:${ports.PORT}/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return (await answer.json()) as { readonly data: readonly { readonly id: string; readonly name: string }[] }
}

// Two starts of everything: 15 s alone, more beside other tests.
test(
  'a school from the user’s own file is there after one command, and a later start goes on with it under another name of the file',
  { timeout: 180_000 },
  async () => {
    const file = join(folder, 'Oakfield rosters.zip')
    await writeFile(file, await rosters(500))
    const first = start('--oneroster-csv', file)
    expect(await first.until(/ (applied|refused|failed) /)).toMatch(
      /^Oakfield School: first-\w+ applied .*pupil 500 added/,
    )
    const { data: schools } = await read('operator', '/schools')
    expect(schools).toMatchObject([{ name: 'Oakfield School', agreement: { id: 'own-roster' }, phase: 'active' }])
    // The school's own tokens of the home open it.
    expect((await read('head', `/schools/${schools[0]?.id ?? ''}/pupils?limit=2`)).data).toHaveLength(2)
    await stop()
    expect(first.lines.at(-1)).toContain('stopped')

    const renamed = join(folder, 'december.zip')
    await rename(file, renamed)
    const second = start('--oneroster-csv', renamed)
    expect(await second.until(/manual-/)).toMatch(/^Oakfield School: manual-\w+ nothingToDo/)
    expect((await read('operator', '/schools')).data).toHaveLength(1)
    expect(second.lines.filter((line) => line.startsWith('registered'))).toEqual([])
  },
)

test('a file with a bad row ends the start with one sentence and nothing started', async () => {
  const bad = join(folder, 'bad.zip')
  await writeFile(bad, packed({ 'demographics.csv': 'sourcedId,birthDate,sex\nu1,Secret,female\n' }))
  const started = start('--oneroster-csv', bad)
  expect(await started.code).toBe(1)
  expect(started.errors).toEqual(['bad.zip cannot be used: demographics.csv line 2 column 2 (birthDate): not a date.'])
  expect(started.lines).toEqual([])
})
