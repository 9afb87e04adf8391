import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-mutation-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// The whole run takes far longer than all tests; this one file shows that the command works and would tell.
test('whatever is changed in the check of a UPN, a test notices it', { timeout: 240_000 }, async () => {
  const options = ['--mutate', 'agreement/identifiers/upn.ts', '--incrementalFile', join(folder, 'incremental.json')]
  const { stdout } = await promisify(execFile)('node_modules/.bin/stryker', ['run', ...options], {
    // None of the settings by which vitest tells its own children what they are.
    env: { PATH: process.env['PATH'] },
  })
  expect(stdout).toMatch(/upn\.ts +\| +100\.00/)
})
