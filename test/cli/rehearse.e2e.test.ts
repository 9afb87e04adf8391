import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const rehearse = (...args: string[]) =>
  run(process.execPath, ['dist/cli/rehearse.js', '--pupils', '60', ...args], { timeout: 170_000 })
const lastLine = (text: string) => text.trim().split('\n').at(-1)

test('keeps every promise of the portal through a month [R07][R54]', { timeout: 180_000 }, async () => {
  const { stdout } = await rehearse('--days', '30')
  expect(lastLine(stdout)).toMatch(/^promises kept: \d{3}, broken: 0$/)
  expect(stdout).toContain('2026-09-18  a pupil leaves in term')
})

test(
  'keeps every promise of the planner through the autumn, each leaver gone within a day [R35][R56][R57]',
  { timeout: 180_000 },
  async () => {
    const preset = await readFile('agreement/presets/seating-planner.yaml', 'utf8')
    const file = join(tmpdir(), `${randomUUID()}.yaml`)
    await writeFile(file, preset.replace(/^id: .*$/m, 'id: planner-on-wonde').replace('[xporter]', '[wonde]'))
    try {
      const { stdout } = await rehearse('--days', '62', '--agreement', file)
      expect(lastLine(stdout)).toMatch(/^promises kept: \d{3}, broken: 0$/)
      expect(stdout).toMatch(
        /2026-10-05? .*erased 1 of the pupils who left|2026-10-04 .*erased 1 of the pupils who left/,
      )
    } finally {
      await rm(file)
    }
  },
)

test.for<readonly [readonly string[], string]>([
  [['--days', 'many'], '--days is a whole number from 1 to 1000.'],
  [['--from', 'yesterday'], '--from is a day, YYYY-MM-DD.'],
  [['--agreement', 'seating-planner'], 'does not allow Wonde'],
])('refuses %s with a sentence', async ([args, sentence]) => {
  await expect(rehearse(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) })
})
