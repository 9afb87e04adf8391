import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

test(
  'loses nothing, does nothing twice and is never stuck however often its worker is killed: in first loads, erasures and ends of 20 schools, which are certified like those of their unharmed twins [R14][R35][R43][R44]',
  { timeout: 620_000 },
  async () => {
    const { stdout } = await run(process.execPath, ['dist/cli/chaos.js', '--kills', '3', '--schools', '20'], {
      timeout: 600_000,
    })
    expect(stdout.trim().split('\n').at(-1)).toMatch(
      /^kills: 3 in first loads, 3 in last days, schools: 20, faults: 0, seed: \d+$/,
    )
  },
)
