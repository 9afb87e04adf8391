import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { termkeeper } from './command.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-retention-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const leaver = {
  now: '2026-11-24T12:00:00Z',
  school: { kind: 'secondary', statutoryHighAge: 16 },
  subject: {
    kind: 'pupil',
    spells: [{ start: '2022-09-01', leaving: '2026-08-31' }],
    years: [{ from: '2025-09-01', year: 10 }],
  },
}

async function calculate(content: unknown, agreement = 'assessment-portal') {
  const file = join(folder, 'facts.json')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return termkeeper(['retention', '--agreement', agreement, file])
}

test('answers every date, its rule and its fact, as JSON', async () => {
  const { code, stdout } = await calculate(leaver)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    dates: [
      {
        rule: 'leaver',
        dueOn: '2027-02-28',
        dueAt: '2027-02-28T00:00:00.000Z',
        eraseAt: '2027-02-21T00:00:00.000Z',
        planned: false,
        fact: { what: 'leavingDate', date: '2026-08-31' },
      },
    ],
    wins: 'leaver',
    state: 'waiting',
    leftFrom: '2026-08-31T23:00:00.000Z',
    asks: [],
    flags: [],
  })
})

test('answers a list with a list', async () => {
  const { stdout } = await calculate([leaver, leaver], 'seating-planner')
  expect(JSON.parse(stdout)).toMatchObject([{ wins: 'leaver' }, { wins: 'leaver', hiddenFrom: expect.any(String) }])
})

test.each([
  ['an unknown key', { ...leaver, spelz: [] }, 'spelz: There is no such fact; correct its spelling, or leave it out.'],
  ['a list with one bad entry', [leaver, { ...leaver, now: 'Secretname' }], '1.now: Write an instant with its offset'],
  ['a missing fact', { now: leaver.now, school: {} }, 'subject: This is missing; add it.'],
  [
    'a day that does not exist',
    { ...leaver, subject: { kind: 'pupil', spells: [{ start: '2026-02-30' }] } },
    'subject.spells.0.start: Write a day that exists',
  ],
  ['a kind there is not', { ...leaver, subject: { kind: 'Secretname' } }, 'subject.kind: Write one of pupil, staff.'],
  ['text that is no JSON', '{"now": Secretname}', 'This is not JSON'],
  [
    'a school year that is none',
    { ...leaver, school: { terms: [{ schoolYear: '2026/28' }] } },
    'school.terms.0.schoolYear: A school year ends',
  ],
])('refuses %s with its place and what to do, and without the value', async (_, content, sentence) => {
  const { code, stdout, stderr } = await calculate(content)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(sentence)
  expect(stderr).not.toContain('Secretname')
})

test('says how it is called, and which agreements there are', async () => {
  expect((await termkeeper(['retention'])).stderr).toContain(
    'termkeeper retention --agreement <id or file> <facts.json>',
  )
  expect((await calculate(leaver, 'no-such')).stderr).toContain('assessment-portal, seating-planner')
})
