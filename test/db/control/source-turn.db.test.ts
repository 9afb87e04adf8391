import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { turnsAt } from '../../../activities/collect/turns.js'
import { paces } from '../../../connectors/paces.js'
import { connect } from '../../../db/connect.js'
import type { ControlDatabase } from '../../../db/control/database.js'
import type { SourceBinding } from '../../../db/control/source-binding.js'
import { forgetTurns, pauseTurns, takeTurn } from '../../../db/control/source-turn.js'
import { freshDatabases } from '../../support/databases.js'
import type { FreshDatabases } from '../../support/databases.js'

let databases: FreshDatabases
let workers: readonly Kysely<ControlDatabase>[]
beforeAll(async () => {
  databases = await freshDatabases()
  workers = [connect(databases.databaseUrl), connect(databases.databaseUrl)]
})
afterAll(async () => {
  for (const worker of workers ?? []) await worker.destroy()
  await databases?.drop()
})

// So slow that the time the test itself takes is none.
const pace = { atOnce: 3, perSecond: 0.001 }
const EACH_MS = 1_000_000
const turn = (at: number, token: string) => takeTurn(workers[at % 2]!, token, pace)

test('lets so many through at once, whichever worker asks, and the others one after the other', async () => {
  const waits = await Promise.all(Array.from({ length: 6 }, (_, at) => turn(at, 'shared')))
  const sorted = waits.sort((a, b) => a - b)
  expect(sorted.filter((ms) => ms <= 0)).toHaveLength(3)
  expect(sorted.slice(3).map((ms) => Math.ceil(ms / EACH_MS))).toEqual([1, 2, 3])
})

test('keeps one token out of the way of another', async () => {
  expect(await turn(0, 'another')).toBeLessThanOrEqual(0)
})

test('rests for all workers when the source asks one of them to', async () => {
  await turn(0, 'throttled')
  await pauseTurns(workers[0]!, 'throttled', 30_000_000)
  expect(await turn(1, 'throttled')).toBeGreaterThan(29_000_000)
})

test('forgets tokens that nobody used for a day, and no others', async () => {
  await turn(0, 'used')
  await turn(0, 'old')
  const yesterday = new Date(Date.now() - 25 * 3_600_000)
  await workers[0]!.updateTable('source_turn').set({ next_at: yesterday }).where('token', '=', 'old').execute()
  await forgetTurns(workers[0]!)
  const left = await workers[0]!.selectFrom('source_turn').select('token').where('token', 'in', ['used', 'old']).execute() // prettier-ignore
  expect(left).toEqual([{ token: 'used' }])
})

describe('a read', () => {
  const turns = (baseUrl: string) => {
    const settings = { baseUrl }
    const binding = { connector: 'xporter', externalId: '9704001', settings } as SourceBinding
    return turnsAt({ control: workers[0]! }, { binding, secret: baseUrl })
  }
  const inHalfASecond = () => AbortSignal.timeout(500)

  test('waits for its turn at a token that was used as often as it may, and stops waiting when it is stopped', async () => {
    const read = turns('https://xporter.example')
    for (let request = 0; request < paces.xporter.atOnce; request += 1) await read.take(inHalfASecond())
    await read.pause(60_000)
    await expect(read.take(inHalfASecond())).rejects.toThrow(/timeout/i)
  })

  test('does not wait for a simulator on this machine', async () => {
    const read = turns('http://127.0.0.1:3999')
    const all = Array.from({ length: 2 * paces.xporter.atOnce }, () => read.take(inHalfASecond()))
    expect(await Promise.all(all)).toHaveLength(2 * paces.xporter.atOnce)
  })
})
