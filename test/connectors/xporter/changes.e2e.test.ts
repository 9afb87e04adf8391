import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { itemCodes } from '../../../agreement/items.js'
import type { ItemCode } from '../../../agreement/items.js'
import type { Source } from '../../../connectors/source.js'
import type { ChangedRecord, ChangesEnd } from '../../../connectors/source-changes.js'
import { xporterSource } from '../../../connectors/xporter/xporter-source.js'
import { xporterWith } from '../../simulators/xporter-client.js'
import { calm, readAll } from '../support/reading.js'

let school: Awaited<ReturnType<typeof xporterWith>>
beforeAll(async () => {
  school = await xporterWith(150)
})
afterEach(async () => {
  await school.habits({})
})
afterAll(async () => school.stop())

function source(rowsAPage?: number): Source {
  const { schoolId, relyingParty, schoolSecret } = school.credentials
  return xporterSource(
    { connector: 'xporter', schoolId, relyingParty, baseUrl: school.url },
    { schoolSecret },
    { ...calm, patienceMs: 200 },
    { allowPlainLoopback: true, firstWaitMs: 4, ...(rowsAPage !== undefined && { rowsAPage }) },
  )
}

/** Reads a school whole, as a first night does, and answers where that ended. */
async function readWhole(): Promise<string> {
  const night = source()
  for (const kind of ['group', 'staff', 'pupil'] as const) await readAll(night, kind, itemCodes)
  return night.mark!()!
}

async function changesSince(mark: string, wanted: readonly ItemCode[] = itemCodes, of = source()) {
  const records: ChangedRecord[] = []
  const walk = of.changes!(mark, new Set(wanted))
  let step: IteratorResult<readonly ChangedRecord[], ChangesEnd | null> = await walk.next()
  for (; !step.done; step = await walk.next()) records.push(...step.value)
  return { records, end: step.value }
}

const pupil = async (at: number) => (await school.truth()).pupils[at]!

test('brings those whose rows differ, without their groups, and where to go on', async () => {
  const mark = await readWhole()
  expect(await changesSince(mark)).toMatchObject({ records: [], end: { walks: [{ kind: 'staff', records: 0 }, { kind: 'pupil', records: 0 }] } }) // prettier-ignore
  const { misId } = await pupil(5)
  await school.event({ do: 'rename', misId, surname: 'Quillfeather' })
  const { records, end } = await changesSince(mark)
  expect(records.map(({ kind, items, memberships }) => [kind, items['pupil.misId'], memberships])).toEqual([
    ['pupil', misId, undefined],
  ])
  expect(await changesSince(end!.mark)).toMatchObject({ records: [], end: { walks: [{}, {}] } })
})

test('follows what changed over pages', async () => {
  const mark = await readWhole()
  for (const at of [1, 2, 3])
    await school.event({ do: 'rename', misId: (await pupil(at)).misId, surname: `Page ${at}` })
  const { records, end } = await changesSince(mark, itemCodes, source(2))
  expect([records.length, end?.walks.at(-1)]).toEqual([3, { kind: 'pupil', pages: 2, records: 3, ended: 'counted' }])
})

describe('says nothing', () => {
  test.for([
    ['somebody is gone', async () => school.event({ do: 'delete', misId: (await pupil(8)).misId })],
    ['somebody moved to another class', moved],
  ] as const)('where %s', async ([, happens]) => {
    const mark = await readWhole()
    await happens()
    expect(await changesSince(mark)).toMatchObject({ end: null })
  })

  test('where the snapshot is not known any more', async () => {
    const mark = await readWhole()
    await school.habits({ snapshots: 'forgotten' })
    expect(await changesSince(mark)).toEqual({ records: [], end: null })
  })

  test('where something else is asked than the mark is of', async () => {
    const mark = await readWhole()
    expect(await changesSince(mark, ['pupil.name'])).toEqual({ records: [], end: null })
  })
})

/** Moves the first pupil who can be: in a small year there may be one class only. */
async function moved(): Promise<void> {
  const before = (await school.truth()).pupils
  for (const one of before) {
    await school.event({ do: 'moveClass', misId: one.misId })
    const now = (await school.truth()).pupils.find(({ misId }) => misId === one.misId)
    if (String(now?.classes) !== String(one.classes)) return
  }
  throw new Error('nobody could move')
}
