import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const rehearse = (...args: string[]) =>
  run(process.execPath, ['dist/cli/rehearse.js', '--pupils', '60', ...args], { timeout: 300_000 })
const lastLine = (text: string) => text.trim().split('\n').at(-1)

test(
  'keeps every promise of the portal through a month, and in the six months after its contract ended by itself [R07][R16][R18][R19][R38][R54][R59]',
  { timeout: 320_000 },
  async () => {
    const { stdout } = await rehearse('--days', '30')
    expect(lastLine(stdout)).toMatch(/^promises kept: \d{3}, broken: 0$/)
    expect(stdout).toContain('2026-08-25  the school is read over wonde')
    expect(stdout).toContain('2026-09-18  a pupil leaves in term')
    expect(stdout).toContain('2026-09-20  the contract ends with this day')
    expect(stdout).toMatch(/2027-03-\d\d {2}everything of the school is destroyed; promised by 2027-03-20/)
    expect(stdout).toMatch(/2027-03-\d\d {2}what remains: \d+ rows of un-named audit, until 2032-03-\d\d/)
    for (const code of ['R07', 'R11', 'R16', 'R18', 'R19', 'R38', 'R44', 'R54', 'R59'])
      expect(stdout).toMatch(new RegExp(`^${code} {2}kept +[1-9]\\d* {2}broken {2}0`, 'm'))
  },
)

test(
  'keeps every promise of the planner through the autumn, each leaver gone within a day and the school within two [R35][R44][R56][R57]',
  { timeout: 320_000 },
  async () => {
    const { stdout } = await rehearse('--days', '62', '--agreement', 'seating-planner')
    expect(lastLine(stdout)).toMatch(/^promises kept: \d{3}, broken: 0$/)
    expect(stdout).toContain('2026-08-25  the school is read over xporter')
    expect(stdout).toMatch(/2026-10-05? .*erased 1 of the pupils who left|2026-10-04 .*erased 1 of the pupils who left/)
    expect(stdout).toMatch(/2026-10-2[345] {2}everything of the school is destroyed; promised by 2026-10-25/)
    expect(stdout).not.toContain('un-named audit')
    for (const code of ['R11', 'R14', 'R16', 'R17', 'R18', 'R44', 'R57'])
      expect(stdout).toMatch(new RegExp(`^${code} {2}kept +[1-9]\\d* {2}broken {2}0`, 'm'))
    // A diary for people: no id of ours, no code of an item.
    expect(stdout).not.toMatch(/[0-9a-z]{26}|[0-9a-f]{8}-[0-9a-f]{4}|pupil\.|staff\./)
  },
)

// The school's database is made with dates that lie two months too late, whatever the law computes.
const lateDates = `
  import { createRequire } from 'node:module'
  const { Client } = createRequire(process.cwd() + '/')('pg')
  const { query } = Client.prototype
  const late = \`create function late() returns trigger language plpgsql as $$ begin
    new.due_at := new.due_at + interval '60 days'; new.erase_at := new.erase_at + interval '60 days'; return new; end $$;
    create trigger late before insert or update on timer for each row execute function late()\`
  Client.prototype.query = function (...asked) {
    const answered = query.apply(this, asked)
    if (!/create table timer \\(/.test(asked[0]?.text ?? asked[0])) return answered
    return answered.then(async (answer) => (await query.call(this, late), answer))
  }`

test('notices dates that were moved late, says whom it met, and exits non-zero', { timeout: 320_000 }, async () => {
  const tampered = `data:text/javascript,${encodeURIComponent(lateDates)}`
  const args = ['dist/cli/rehearse.js', '--pupils', '60', '--days', '14', '--agreement', 'seating-planner']
  const failed = await run(process.execPath, ['--import', tampered, ...args], { timeout: 300_000 }).catch(
    (error: unknown) => error,
  )
  expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining('BROKEN R14: 2 should be gone by now') })
  expect(failed).toMatchObject({ stdout: expect.stringMatching(/promises kept: \d+, broken: [1-9]\d*\n$/) })
})

test.for<readonly [readonly string[], string]>([
  [['--days', 'many'], '--days is a whole number from 7 to 1000.'],
  [['--from', 'yesterday'], '--from is a day, YYYY-MM-DD.'],
  [['--agreement', 'nobody-agreed'], 'neither a file that can be read nor an agreement'],
])('refuses %s with a sentence', async ([args, sentence]) => {
  await expect(rehearse(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) })
})
