import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Source } from '../../../connectors/source.js'
import type { ChangesEnd } from '../../../connectors/source-changes.js'
import { readAll } from '../support/reading.js'
import { open } from './support/open.js'
import { employee, student } from './support/rows.js'
import { page, scriptedSource } from './support/scripted-source.js'
import type { ScriptedSource } from './support/scripted-source.js'

const stamped = (row: object, at: string) => ({ ...row, updated_at: { date: at, timezone_type: 3, timezone: 'UTC' } })
const wanted = new Set(['pupil.name', 'staff.name'] as const)

let source: ScriptedSource
let counted = { students: 1, employees: 1 }
const list = (rows: object[]) => () => page(rows)

beforeEach(async () => {
  source = await scriptedSource()
  counted = { students: 1, employees: 1 }
  const count = (number: number) => ({ data: { count: number } })
  source.script('schools/:school/counts', () => ({
    data: { students: count(counted.students), employees: count(counted.employees) },
  }))
  source.script('schools/:school/students', list([stamped(student, '2026-11-20 02:00:00.000000')]))
  source.script('schools/:school/employees', list([stamped(employee, '2026-11-03 02:00:00')]))
})
afterEach(() => source.close())

/** Reads a school whole, as a first night does, and answers where that ended. */
async function readWhole(): Promise<string | null> {
  const night = open(source)
  await night.counts(wanted)
  for (const kind of ['staff', 'pupil'] as const) await readAll(night, kind, [...wanted])
  source.asked.length = 0
  return night.mark?.() ?? null
}

async function changesSince(mark: string, of: Source = open(source)) {
  const records: unknown[] = []
  const walk = of.changes!(mark, wanted)
  let step: IteratorResult<readonly unknown[], ChangesEnd | null> = await walk.next()
  for (; !step.done; step = await walk.next()) records.push(...step.value)
  return { records, end: step.value }
}

test('asks each list of people from a day before its newest stamp', async () => {
  const { records, end } = await changesSince((await readWhole())!)
  expect(records).toHaveLength(2)
  expect(end?.walks).toEqual([
    { kind: 'staff', pages: 1, records: 1, ended: 'said' },
    { kind: 'pupil', pages: 1, records: 1, ended: 'said' },
  ])
  const since = source.asked.flatMap((path) => new URLSearchParams(path.split('?')[1]).get('updated_after') ?? [])
  expect(since).toEqual(['2026-11-02 02:00:00', '2026-11-19 02:00:00'])
})

test('goes on from the newest stamp of the night before', async () => {
  const first = await readWhole()
  source.script('schools/:school/students', list([stamped(student, '2026-11-24 02:00:00')]))
  const { end } = await changesSince(first!)
  source.asked.length = 0
  await changesSince(end!.mark)
  expect(source.asked.join()).toContain('updated_after=2026-11-23+02%3A00%3A00')
})

describe('says nothing', () => {
  test('where a list counts another number than before', async () => {
    const mark = await readWhole()
    counted = { students: 2, employees: 1 }
    expect(await changesSince(mark!)).toEqual({ records: [], end: null })
    expect(source.asked.some((path) => path.includes('updated_after'))).toBe(false)
  })

  test('where the source does not count a list', async () => {
    source.script('schools/:school/counts', () => ({ data: { students: { data: { count: 1 } } } }))
    const mark = await readWhole()
    expect(await changesSince(mark!)).toEqual({ records: [], end: null })
  })

  test.for([['no stamps'], ['stamps of another form', 'yesterday']])('where rows had %s', async ([, stamp]) => {
    source.script('schools/:school/students', list([stamp === undefined ? student : { ...student, updated_at: stamp }]))
    expect(await changesSince((await readWhole())!)).toMatchObject({ end: null })
  })

  test('of a mark in another form', async () => {
    expect(await changesSince('{"stamps":{}}')).toEqual({ records: [], end: null })
  })
})

test('leaves no mark before anything was counted', () => {
  expect(open(source).mark?.()).toBeNull()
})
