import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../../db/connect.js'
import { chainEnd, chainOf, listActs, recordAct } from '../../../db/control/audit.js'
import type { ControlDatabase } from '../../../db/control/database.js'
import { instruct } from '../../../db/control/instruction.js'
import { chainFault } from '../../../proof/audit-chain.js'
import { freshDatabases } from '../../support/databases.js'
import type { FreshDatabases } from '../../support/databases.js'
import { insertSchool } from '../insert-school.js'

let databases: FreshDatabases
let control: Kysely<ControlDatabase>
beforeAll(async () => {
  databases = await freshDatabases()
  control = connect(databases.databaseUrl)
})
afterAll(async () => {
  await control?.destroy()
  await databases?.drop()
})

const at = new Date('2026-11-24T06:07:08.009Z')
const record = (school: string, act: string) =>
  control
    .transaction()
    .execute((trx) =>
      recordAct(trx, { school, act, by: 'us', right: 'acceptance', instruction: 1, version: 1, at, counts: { n: 3 } }),
    )
const faultOf = async (school: string) => chainFault(await chainOf(control, school), await chainEnd(control, school))

test('every instruction stands in the register: who, when, by what right, on which version [R11]', async () => {
  const school = await insertSchool(control)
  const giver = { id: 'a-head', role: 'head' }
  const [registered, accepted] = await control
    .transaction()
    .execute(async (trx) => [
      await instruct(trx, school, 'register', { id: 'the-operator', role: 'operator' }, at),
      await instruct(trx, school, 'accept', giver, at, 3),
    ])
  await control.updateTable('school').set({ accepted_version: 3 }).where('id', '=', school).execute()
  await control.transaction().execute((trx) => instruct(trx, school, 'pause', giver, at))
  const acts = await listActs(control, [school], 500)
  const given = { school, at: at.toISOString(), by: 'a-head', right: 'head', version: 3, counts: {} }
  expect(acts).toMatchObject([
    { seq: 1, act: 'register', by: 'the-operator', right: 'operator', instruction: registered, version: null },
    { ...given, seq: 2, act: 'accept', instruction: accepted },
    { ...given, seq: 3, act: 'pause' },
  ])
  expect(await faultOf(school)).toBeNull()
})

test('entries of many at once are one chain a school, and what is undone leaves none', async () => {
  const failing = control.transaction().execute(async (trx) => {
    await recordAct(trx, { school: 'busy', act: 'undone', by: 'us', right: 'x', instruction: null, version: null, at })
    throw new Error('later')
  })
  await expect(failing).rejects.toThrow('later')
  await Promise.all(Array.from({ length: 24 }, (_, n) => record(n % 3 === 0 ? 'calm' : 'busy', 'erase')))
  const seqs = (await listActs(control, ['busy'], 500)).map(({ seq }) => seq)
  expect(seqs).toEqual(Array.from({ length: 16 }, (_, n) => n + 1))
  expect([await faultOf('busy'), await faultOf('calm')]).toEqual([null, null])
})

test.for([
  ['altered', sql`update audit set counts = '{"n": 2}' where school_id = 'altered' and seq = 2`, 2],
  ['deleted', sql`delete from audit where school_id = 'deleted' and seq = 2`, 2],
  ['shortened', sql`delete from audit where school_id = 'shortened' and seq = 3`, 3],
  ['emptied', sql`delete from audit where school_id = 'emptied'`, 1],
] as const)('a register that was %s in the database is found out', async ([school, tampering, seq]) => {
  for (const act of ['one', 'two', 'three']) await record(school, act)
  expect(await faultOf(school)).toBeNull()
  await tampering.execute(control)
  expect((await faultOf(school))?.seq).toBe(seq)
})

test('a register whose entries changed places in the database is found out', async () => {
  for (const act of ['one', 'two', 'three']) await record('reordered', act)
  const [first, second] = await listActs(control, ['reordered'], 2)
  for (const [from, act] of [
    [first!, second!.act],
    [second!, first!.act],
  ] as const)
    await control.updateTable('audit').set({ act }).where('position', '=', from.position).execute()
  expect(await faultOf('reordered')).toEqual({ seq: 1, fault: 'altered' })
  // With their numbers and hashes as well.
  await sql`update audit set seq = 99, position = default, act = 'one' where school_id = 'reordered' and seq = 1`.execute(
    control,
  )
  await sql`update audit set act = 'two' where school_id = 'reordered' and seq = 2`.execute(control)
  expect((await faultOf('reordered'))?.seq).toBe(1)
})
