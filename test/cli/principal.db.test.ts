import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../db/connect.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { instruct } from '../../db/control/instruction.js'
import { principalByToken } from '../../db/control/principal.js'
import { insertSchool } from '../db/insert-school.js'
import { freshDatabases } from '../support/databases.js'
import type { FreshDatabases } from '../support/databases.js'
import { termkeeper } from './command.js'

let databases: FreshDatabases
let control: Kysely<ControlDatabase>
let schools: readonly [string, string]

beforeAll(async () => {
  databases = await freshDatabases()
  control = connect(databases.databaseUrl)
  schools = [await insertSchool(control), await insertSchool(control)]
})

afterAll(async () => {
  await control?.destroy()
  await databases?.drop()
})

const principal = (...args: readonly string[]) =>
  termkeeper(['principal', ...args], { DATABASE_URL: databases.databaseUrl })

describe('principal add', () => {
  test('prints a token that speaks for the school it was made for, and for no other', async () => {
    const { code, stdout } = await principal('add', '--role', 'head', '--school', schools[0], '--id', 'head-of-one')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^[\w-]{43}\n$/)
    expect(await principalByToken(control, stdout.trim())).toEqual({
      id: 'head-of-one',
      role: 'head',
      schools: new Set([schools[0]]),
    })
  })

  test('keeps no token, only its hash', async () => {
    const { stdout, stderr } = await principal('add', '--role', 'operator')
    const rows = await control.selectFrom('principal').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(stdout.trim())
    expect(stderr).not.toContain(stdout.trim())
  })

  test('lets one data administrator speak for two schools', async () => {
    const { stdout } = await principal('add', '--role', 'school', '--school', schools[0], '--school', schools[1])
    expect((await principalByToken(control, stdout.trim()))?.schools).toEqual(new Set(schools))
  })

  test('lets an application speak for every school there is, unless it is told which', async () => {
    const all = await principal('add', '--role', 'application')
    const one = await principal('add', '--role', 'application', '--school', schools[1])
    expect((await principalByToken(control, all.stdout.trim()))?.schools).toEqual(new Set(schools))
    expect((await principalByToken(control, one.stdout.trim()))?.schools).toEqual(new Set([schools[1]]))
  })

  test.for([
    ['no role', [], 'Say --role'],
    ['a role there is not', ['--role', 'caretaker'], 'Say --role'],
    ['a head of no school', ['--role', 'head'], 'Say with --school'],
    ['an operator of one school', ['--role', 'operator', '--school', 'caretaker'], 'leave out --school'],
    ['a school there is not', ['--role', 'head', '--school', 'caretaker'], 'no school of the id in --school no. 1'],
    ['an id that is none', ['--role', 'operator', '--id', 'Caretaker'], 'Write --id'],
    ['an option it does not know', ['--role', 'operator', '--name', 'caretaker'], 'termkeeper principal add'],
  ] as const)('refuses %s, in words that repeat nothing', async ([, args, sentence]) => {
    const { code, stdout, stderr } = await principal('add', ...args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(sentence)
    expect(stderr.toLowerCase()).not.toContain('caretaker')
  })

  test('makes nobody of a list of schools in which one is wrong', async () => {
    const { stderr } = await principal('add', '--role', 'head', '--school', schools[0], '--school', 'x', '--id', 'half')
    expect(stderr).toContain('--school no. 2')
    expect((await principal('list')).stdout).not.toContain('half')
  })
})

describe('principal remove', () => {
  test('makes a token open nothing, and leaves the other callers', async () => {
    const leaving = await principal('add', '--role', 'school', '--school', schools[0], '--id', 'leaving')
    const staying = await principal('add', '--role', 'school', '--school', schools[0], '--id', 'staying')
    expect((await principal('remove', 'leaving')).code).toBe(0)
    expect(await principalByToken(control, leaving.stdout.trim())).toBeUndefined()
    expect(await principalByToken(control, staying.stdout.trim())).toBeDefined()
    expect(
      (await principal('list')).stdout.split('\n').filter((line) => /^(leaving|staying)\t/.test(line)),
    ).toHaveLength(1)
  })

  test('keeps the id of somebody who gave an instruction from being another’s', async () => {
    await principal('add', '--role', 'operator', '--id', 'instructing')
    const giver = { id: 'instructing', role: 'operator' }
    await control.transaction().execute(async (trx) => instruct(trx, schools[0], 'pause', giver, new Date()))
    expect((await principal('remove', 'instructing')).code).toBe(0)
    const again = await principal('add', '--role', 'operator', '--id', 'instructing')
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('another caller’s') })
  })

  test.for([
    ['somebody there is not', ['nobody']],
    ['nobody named', []],
    ['two at once', ['one', 'two']],
  ] as const)('refuses %s', async ([, ids]) => {
    expect(await principal('remove', ...ids)).toMatchObject({ code: 1, stdout: '' })
  })
})

test('principal list says of each caller the role, since when, and for whom it speaks', async () => {
  await principal('add', '--role', 'head', '--school', schools[1], '--id', 'listed')
  const { code, stdout } = await principal('list')
  expect(code).toBe(0)
  expect(stdout).toMatch(new RegExp(`^listed\\thead\\t\\d{4}-\\d{2}-\\d{2}\\t${schools[1]}$`, 'm'))
  expect(stdout).toMatch(/\toperator\t[\d-]+\tevery school$/m)
})

test.for([
  [{}, 'DATABASE_URL is missing'],
  [{ DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/a' }, 'does not answer'],
] as const)('says in a sentence that it has no database (%#)', async ([env, sentence]) => {
  const { code, stderr } = await termkeeper(['principal', 'list'], env)
  expect(code).toBe(1)
  expect(stderr).toContain(sentence)
  expect(stderr).not.toContain('secret')
})
