import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { termkeeper } from './command.js'

test('says what there is when asked for nothing', async () => {
  const { code, stdout } = await termkeeper([])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^What there is:\n( {2}termkeeper [a-z]+ +\S.*\n)+$/)
})

test.for(['constructor', 'principals', '--role'])(
  'refuses a command there is not (%s) and lists those there are',
  async (name) => {
    const { code, stdout, stderr } = await termkeeper([name])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^There is no such command\.\n\nWhat there is:/)
    expect(stderr).not.toContain(name === 'principals' ? 'principals' : name)
  },
)

test('is reached by npx from a clone', async () => {
  const { stdout } = await promisify(execFile)('npx', ['--offline', 'termkeeper'])
  expect(stdout).toContain('What there is:')
})
