import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { termkeeper } from './command.js'

let folder: string
let preset: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-agreements-'))
  preset = await readFile('agreement/presets/assessment-portal.yaml', 'utf8')
})

afterAll(async () => rm(folder, { recursive: true, force: true }))

async function file(text: string): Promise<string> {
  const path = join(folder, `${Math.random()}.yaml`)
  await writeFile(path, text)
  return path
}

describe('agreement check', () => {
  test('says of a file that is an agreement which one it is', async () => {
    expect(await termkeeper(['agreement', 'check', await file(preset)])).toEqual({
      code: 0,
      stdout: 'This is an agreement: assessment-portal, version 1.\n',
      stderr: '',
    })
  })

  test('prints every problem with its path and what to do, and never what was written there', async () => {
    const wrong = preset
      .replace('max: P6M', 'max: canary')
      .replace('guests: refuse', 'guests: canary')
      .replace('version: 1', 'version: 1\nnonsense: canary')
    const { code, stdout, stderr } = await termkeeper(['agreement', 'check', await file(wrong)])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trim().split('\n').sort()).toEqual([
      'nonsense: No agreement has this key here; remove it, or correct its spelling.',
      'people.guests: Write refuse or accept.',
      'time.pupilLeaver.max: Write a number of months, as P6M.',
    ])
  })

  test.for([[], ['/nowhere/agreement.yaml'], ['one.yaml', 'two.yaml'], ['--strict']])('refuses %j', async (args) => {
    const { code, stderr } = await termkeeper(['agreement', 'check', ...args])
    expect(code).toBe(1)
    expect(stderr).toMatch(/cannot be read|termkeeper agreement check <file>/)
  })
})

describe('agreement diff', () => {
  test('says what widens, what narrows, what is neither, and that a new acceptance is needed', async () => {
    const next = preset
      .replace('version: 1', 'version: 2')
      .replace('title: Assessment portal', 'title: Portal')
      .replace('max: P6M', 'max: P3M')
      .replace('pupil.fsm, default: denied', 'pupil.fsm, default: granted')
    const { code, stdout } = await termkeeper(['agreement', 'diff', 'assessment-portal', await file(next)])
    expect(code).toBe(0)
    expect(stdout).toBe(`assessment-portal, version 1 → assessment-portal, version 2

What widens:
  Free school meals now: shared unless the school says no; so far only if it said yes. (items.pupil.fsm.default)

What narrows:
  A leaver stays for up to: 3 months, so far 6 months. (time.pupilLeaver.max)

What is neither:
  The agreement is called otherwise. (title)

Something widens: each school has to accept this version, and works under the old one until it does.
A period that becomes shorter counts for everybody, with 28 days’ notice where something would fall due sooner; one that becomes longer counts only for what happens after the acceptance.
`)
  })

  test('says that a notice is enough where nothing widens, and that the version has to be another', async () => {
    const narrower = await file(preset.replace('max: P6M', 'max: P3M'))
    const { stdout } = await termkeeper(['agreement', 'diff', 'assessment-portal', narrower])
    expect(stdout).toContain('Nothing widens: this version takes effect without a new acceptance')
    expect(stdout).toContain('give the new file a higher `version`')
  })

  test('says that two files say the same', async () => {
    const { stdout } = await termkeeper(['agreement', 'diff', 'assessment-portal', await file(preset)])
    expect(stdout.trim().split('\n').at(-1)).toBe('The two say the same.')
  })

  test('says that the two presets are no versions of one another', async () => {
    const { stdout } = await termkeeper(['agreement', 'diff', 'assessment-portal', 'seating-planner'])
    expect(stdout).toContain('These are two agreements')
    expect(stdout).toMatch(/What widens:[^]*What narrows:[^]*What is neither:/)
  })

  test('refuses an id that is none, and one side alone', async () => {
    const unknown = await termkeeper(['agreement', 'diff', 'assessment-portal', 'nobody'])
    expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('neither a file') })
    expect(await termkeeper(['agreement', 'diff', 'assessment-portal'])).toMatchObject({ code: 1, stdout: '' })
  })
})
