import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

test('ends like the truth however often its worker is killed in a first load', { timeout: 300_000 }, async () => {
  const { stdout } = await run(process.execPath, ['dist/cli/chaos.js', '--kills', '3', '--schools', '20'], {
    timeout: 290_000,
  })
  expect(stdout.trim().split('\n').at(-1)).toMatch(/^kills: 3, schools: 20, not equal to the truth: 0, seed: \d+$/)
})
