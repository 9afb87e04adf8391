import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'

const run = promisify(execFile)
const script = fileURLToPath(new URL('../../scripts/promises.js', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))

interface Row {
  readonly promise: string
  readonly tests: readonly string[]
  readonly evidence: readonly string[]
  readonly state: string
}

test('docs/promises.md says what the tests prove now', async () => {
  const checked = await run(process.execPath, [script, '--check'], { cwd: root }).catch((error: unknown) => error)
  expect(checked).toMatchObject({ stderr: '' })
})

describe('of a folder of tests', () => {
  // Joined, so that this file proves nothing itself.
  const r = (number: string) => `[R${number}]`

  test('finds the numbers in titles, tables and templates, each with its file', async () => {
    const rows = await rowsOf(`
      test('keeps one ${r('03')}${r('07')}', () => {})
      test.for([['a leaver ${r('27')}', 1]])('refuses %s', () => {})
      it(\`asks \${'what'} is granted ${r('02')}\`, () => {})`)
    expect(rows.filter(({ state }) => state === 'proven')).toEqual([
      proven('R02', "asks ${'what'} is granted"),
      proven('R03', 'keeps one'),
      proven('R07', 'keeps one'),
      proven('R27', 'a leaver'),
    ])
  })

  test('counts nothing that is skipped, planned or a remark', async () => {
    const rows = await rowsOf(`
      // test('remarks ${r('01')}')
      test.skip('skips ${r('02')}', () => {})
      test.todo('plans ${r('03')}')
      describe.skip('later', () => { test('hides ${r('04')}', () => {}) })`)
    expect(rows).toHaveLength(63)
    expect(rows.every(({ state, evidence }) => state === 'open' && evidence.length === 0)).toBe(true)
  })

  test('refuses a number that no agreement has', async () => {
    await expect(rowsOf(`test('proves too much ${r('64')}', () => {})`)).rejects.toThrow('R64')
  })

  test('notices a page that is stale, and brings it up to date', async () => {
    const folder = await folderWith(`test('keeps one ${r('03')}', () => {})`)
    await mkdir(join(folder, 'docs'))
    await writeFile(join(folder, 'docs/promises.md'), 'old')
    await expect(run(process.execPath, [script, '--check'], { cwd: folder })).rejects.toMatchObject({ code: 1 })
    await run(process.execPath, [script, '--write'], { cwd: folder })
    await run(process.execPath, [script, '--check'], { cwd: folder })
    expect(await readFile(join(folder, 'docs/promises.md'), 'utf8')).toContain('1 of 63 proven')
  })
})

function proven(promise: string, title: string): Row {
  return { promise, tests: [`test/one/a.unit.test.ts: ${title}`], evidence: [], state: 'proven' }
}

async function rowsOf(tests: string): Promise<readonly Row[]> {
  const { stdout } = await run(process.execPath, [script, '--json'], { cwd: await folderWith(tests) })
  return JSON.parse(stdout) as Row[]
}

async function folderWith(tests: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'promises-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'test/one'), { recursive: true })
  await writeFile(join(folder, 'test/one/a.unit.test.ts'), tests)
  return folder
}
