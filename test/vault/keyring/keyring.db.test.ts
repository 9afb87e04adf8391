import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KeyDestroyed } from '../../../vault/key-destroyed.js'
import { schoolParts } from '../../../vault/keyring/database.js'
import { openKeyring } from '../../../vault/keyring/keyring.js'
import { bytesOf } from '../../../vault/open-key.js'
import type { OpenKey } from '../../../vault/open-key.js'
import { SealBroken, open, seal, sealedUnder } from '../../../vault/sealing.js'
import { keyringDatabase } from '../keyring-database.js'

type Context = Awaited<ReturnType<typeof keyringDatabase>>

let at: Context
let schools = 0
beforeAll(async () => {
  at = await keyringDatabase()
})
afterAll(() => at.close())

async function aSchool(): Promise<string> {
  schools += 1
  const school = `school-${schools}`
  await at.keyring.makeSchoolKeys(school)
  return school
}

const subjectsOf = (count: number) => Array.from({ length: count }, () => randomUUID())
const shown = (keys: ReadonlyMap<string, OpenKey>) =>
  new Map([...keys].map(([name, key]) => [name, `${key.id} ${bytesOf(key).toString('hex')}`]))
const rowsOf = async (school: string) =>
  at.db.selectFrom('key').selectAll().where('school_id', '=', school).orderBy('generation').execute()

test('makes the keys of a school once, also when many ask at once', async () => {
  await Promise.all(Array.from({ length: 6 }, () => at.keyring.makeSchoolKeys('at-once')))
  await at.keyring.makeSchoolKeys('at-once')
  expect((await rowsOf('at-once')).map(({ part }) => part).sort()).toEqual([...schoolParts].sort())
  const keys = await Promise.all(schoolParts.map((part) => at.keyring.schoolKey('at-once', part)))
  expect(new Set(keys.map((key) => bytesOf(key).toString('hex'))).size).toBe(schoolParts.length)
})

test('keeps no key in clear in its database [R22]', async () => {
  const school = await aSchool()
  const [subject = ''] = subjectsOf(1)
  const made = await at.keyring.makeSubjectKeys(school, [subject], 'core')
  const keys = [await at.keyring.schoolKey(school, 'secrets'), ...made.values()]
  const wrapped = Buffer.concat((await rowsOf(school)).map((row) => row.wrapped))
  for (const key of keys) expect(wrapped.includes(bytesOf(key))).toBe(false)
})

test('answers KeyDestroyed for a school that has no keys, and makes none for it', async () => {
  await expect(at.keyring.schoolKey('nobody', 'digest')).rejects.toThrow(KeyDestroyed)
  await expect(at.keyring.makeSubjectKeys('nobody', subjectsOf(1), 'core')).rejects.toThrow(KeyDestroyed)
  await expect(at.keyring.openKeys('nobody', [randomUUID()])).rejects.toThrow(KeyDestroyed)
  expect(await rowsOf('nobody')).toEqual([])
})

test('answers KeyDestroyed for keys of an epoch that is gone', async () => {
  const school = await aSchool()
  const [subject = ''] = subjectsOf(1)
  const key = (await at.keyring.makeSubjectKeys(school, [subject], 'core')).get(subject)
  await rm(join(at.epochFolder, `${school}.epoch`))
  await at.epochs.begin(school)
  await expect(at.keyring.schoolKey(school, 'codec')).rejects.toThrow(KeyDestroyed)
  await expect(at.keyring.makeSubjectKeys(school, [subject], 'core')).rejects.toThrow(KeyDestroyed)
  expect(await at.keyring.openKeys(school, [key!.id])).toEqual(new Map())
})

test('gives each subject a key of its own, the same again to whoever asks again', async () => {
  const school = await aSchool()
  const [known, added] = [subjectsOf(3), subjectsOf(2)]
  const first = shown(await at.keyring.makeSubjectKeys(school, known, 'core'))
  const second = shown(await at.keyring.makeSubjectKeys(school, [...added, ...known, ...known], 'core'))
  expect([...first.keys()].sort()).toEqual([...known].sort())
  expect(second).toEqual(new Map([...second].filter(([subject]) => !first.has(subject)).concat([...first])))
  expect(new Set(second.values()).size).toBe(5)
  expect(await at.keyring.makeSubjectKeys(school, [], 'core')).toEqual(new Map())
})

test('gives everybody who asks at once the same keys, in whatever order they ask', async () => {
  const school = await aSchool()
  const subjects = subjectsOf(400)
  const orders = [subjects, subjects.toReversed(), subjects.toSorted(), subjects.slice(100), subjects.slice(0, 300)]
  const answers = await Promise.all(orders.map((order) => at.keyring.makeSubjectKeys(school, order, 'core')))
  const whole = shown(answers[0]!)
  for (const answer of answers) for (const [subject, key] of shown(answer)) expect(key).toBe(whole.get(subject))
  expect(await rowsOf(school)).toHaveLength(schoolParts.length + 400)
})

test('writes nothing when nobody is new', async () => {
  const school = await aSchool()
  const subjects = subjectsOf(20)
  await at.keyring.makeSubjectKeys(school, subjects, 'core')
  await at.db.transaction().execute(async (trx) => {
    await sql`set transaction read only`.execute(trx)
    const reading = openKeyring(trx, at.epochs)
    expect((await reading.makeSubjectKeys(school, subjects, 'core')).size).toBe(20)
  })
})

test('opens old and new generations until the older are dropped, and leaves every other key alone', async () => {
  const school = await aSchool()
  const [renewed = '', kept = ''] = subjectsOf(2)
  const before = await at.keyring.makeSubjectKeys(school, [renewed, kept], 'core')
  const sealed = seal(before.get(renewed)!, 'document', 'record/1')
  const next = (await at.keyring.nextSubjectKeys(school, [renewed], 'core')).get(renewed)!
  expect(next.id).not.toBe(sealedUnder(sealed))
  const old = (await at.keyring.openKeys(school, [sealedUnder(sealed)])).get(sealedUnder(sealed))!
  expect(open(old, sealed, 'record/1').toString()).toBe('document')

  await at.keyring.dropOlderGenerations(school, [renewed, kept], 'core')
  expect([...(await at.keyring.openKeys(school, [old.id, next.id, before.get(kept)!.id])).keys()].sort()).toEqual(
    [next.id, before.get(kept)!.id].sort(),
  )
  expect(shown(await at.keyring.makeSubjectKeys(school, [renewed], 'core'))).toEqual(shown(new Map([[renewed, next]])))
  expect(await rowsOf(school)).toHaveLength(schoolParts.length + 2)
})

test('starts a subject without a key at its first generation when the next is asked for', async () => {
  const school = await aSchool()
  const [subject = ''] = subjectsOf(1)
  const next = await at.keyring.nextSubjectKeys(school, [subject], 'core')
  expect(shown(await at.keyring.makeSubjectKeys(school, [subject], 'core'))).toEqual(shown(next))
})

test('does not open a key for another school, nor one moved to another row', async () => {
  const [owner, stranger] = [await aSchool(), await aSchool()]
  const digest = await at.keyring.schoolKey(owner, 'digest')
  expect(await at.keyring.openKeys(stranger, [digest.id])).toEqual(new Map())
  await at.db.updateTable('key').set({ part: 'lookup', generation: 2 }).where('id', '=', digest.id).execute()
  await expect(at.keyring.schoolKey(owner, 'lookup')).rejects.toThrow(SealBroken)
})

test('makes the keys of a large school in three statements, a lock among them, and finds them in one', async () => {
  const school = await aSchool()
  const subjects = subjectsOf(1_500)
  let statements = 0
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements += 1
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const keyring = openKeyring(at.db.withPlugin(counting), at.epochs)
  expect((await keyring.makeSubjectKeys(school, subjects, 'core')).size).toBe(1_500)
  expect(statements).toBe(3)
  expect((await keyring.makeSubjectKeys(school, subjects, 'core')).size).toBe(1_500)
  expect(statements).toBe(4)
})

test('destroys the keys of some so that no copy made before opens them, and the others open as before [R14]', async () => {
  const school = await aSchool()
  const [leaver = '', stays = ''] = subjectsOf(2)
  const made = await at.keyring.makeSubjectKeys(school, [leaver, stays], 'core')
  const before = shown(made)
  const copy = await rowsOf(school)
  await at.keyring.destroySubjects(school, [leaver])
  expect(shown(await at.keyring.makeSubjectKeys(school, [stays], 'core')).get(stays)).toBe(before.get(stays))

  // The copy of the database comes back, beside everything we hold today.
  await at.db.deleteFrom('key').where('school_id', '=', school).execute()
  await at.db.insertInto('key').values(copy).execute()
  const ids = [...made.values()].map(({ id }) => id)
  expect(await at.keyring.openKeys(school, ids)).toEqual(new Map())
})

test('loses no key that is made while others are destroyed', async () => {
  const school = await aSchool()
  const leavers = subjectsOf(5)
  const joiners = subjectsOf(20)
  await at.keyring.makeSubjectKeys(school, leavers, 'core')
  const made = await Promise.all([
    ...joiners.map((one) => at.keyring.makeSubjectKeys(school, [one], 'core')),
    ...leavers.map((one) => at.keyring.destroySubjects(school, [one]).then(() => new Map<string, OpenKey>())),
  ])
  const kept = shown(await at.keyring.makeSubjectKeys(school, joiners, 'core'))
  expect(kept).toEqual(new Map(made.flatMap((keys) => [...shown(keys)])))
})

test('keeps its epoch where nothing is there to destroy', async () => {
  const school = await aSchool()
  const before = (await rowsOf(school)).map(({ wrapped }) => wrapped.toString('hex'))
  await at.keyring.destroySubjects(school, subjectsOf(3))
  expect((await rowsOf(school)).map(({ wrapped }) => wrapped.toString('hex'))).toEqual(before)
})

test('destroys a school, and no other [R43]', async () => {
  const [ends, goesOn] = [await aSchool(), await aSchool()]
  await at.keyring.destroySchool(ends)
  await expect(at.keyring.schoolKey(ends, 'digest')).rejects.toThrow(KeyDestroyed)
  expect(await rowsOf(ends)).toEqual([])
  await at.keyring.schoolKey(goesOn, 'digest')
})

test('destroys the keys of an attendance year that is over, so that no copy opens them, and no others', async () => {
  const school = await aSchool()
  const subjects = subjectsOf(3)
  const core = await at.keyring.makeSubjectKeys(school, subjects, 'core')
  const [stayed, old, current] = [
    await at.keyring.makeSubjectKeys(school, subjects.slice(0, 1), 'attendance/2024'),
    await at.keyring.makeSubjectKeys(school, subjects, 'attendance/2025'),
    await at.keyring.makeSubjectKeys(school, subjects, 'attendance/2026'),
  ]
  const ids = (keys: ReadonlyMap<string, OpenKey>) => [...keys.values()].map(({ id }) => id)
  await at.keyring.destroyAttendance(school, 2025)
  expect(await at.keyring.openKeys(school, ids(old))).toEqual(new Map())
  // Of a year before it somebody's marks may stand, whose erasure is stayed.
  expect((await at.keyring.openKeys(school, [...ids(core), ...ids(stayed), ...ids(current)])).size).toBe(7)
  await at.keyring.destroyAttendance(school)
  expect(shown(await at.keyring.openKeys(school, [...ids(core), ...ids(current)])).size).toBe(3)
})
