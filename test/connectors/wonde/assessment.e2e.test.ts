import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Source, SourceResult } from '../../../connectors/source.js'
import { failureOf } from '../support/reading.js'
import { open } from './support/open.js'
import { london } from './support/rows.js'
import { page, scriptedSource } from './support/scripted-source.js'
import type { ScriptedSource } from './support/scripted-source.js'
import { simulatedSchool } from './support/simulated-school.js'

async function resultsOf(
  source: Source,
  aspect: string,
  since: string | null = null,
): Promise<readonly SourceResult[]> {
  const found: SourceResult[] = []
  for await (const some of source.assessment?.results(aspect, since) ?? []) found.push(...some)
  return found
}

describe('a school that shares its mark books', () => {
  const { control, school, source, deny, asked } = simulatedSchool()

  test('names its aspects, and gives of each what it holds and of no other [R31]', async () => {
    const aspects = (await source().assessment?.aspects()) ?? []
    expect(aspects.map(({ name }) => name)).toEqual(expect.arrayContaining(['Reading', 'Mathematics', 'Reading age']))
    const { data } = await control('GET', `schools/${school().id}/results`)
    const told = data as { aspect: string; resultSet: string; date: string; value: string }[]
    for (const { ref, name } of aspects.slice(0, 2)) {
      const read = await resultsOf(source(), ref)
      const said = (one: { resultSet: string | null; date: string | null; value: string }) =>
        `${one.date} ${one.resultSet} ${one.value}`
      expect(read.length).toBeGreaterThan(20)
      expect(read.map(said).sort()).toEqual(
        told
          .filter(({ aspect }) => aspect === name)
          .map(said)
          .sort(),
      )
      expect(new Set(read.map(({ aspect }) => aspect))).toEqual(new Set([ref]))
    }
  })

  test('is asked for one aspect at a time, for bare ids of pupils, and for changes with a day more', async () => {
    const [reading] = (await source().assessment?.aspects()) ?? []
    await resultsOf(source(), reading!.ref, '2026-11-20')
    const requests = (await asked()).filter(({ path }) => path.endsWith('/assessment/results'))
    for (const { query } of requests)
      expect(query).toMatchObject({
        aspect_id: reading!.ref,
        include: 'aspect,resultset',
        updated_after: '2026-11-19 00:00:00',
      })
    expect(requests).toHaveLength(1)
  })

  test('may keep its list of aspects to itself, and says when it shares no results', async () => {
    await deny('assessment.aspects')
    expect(await source().assessment?.aspects()).toEqual([])
    expect((await source().permissions()).permitted).toContain('pupil.assessments')
    await deny('assessment')
    expect((await source().permissions()).permitted).not.toContain('pupil.assessments')
    expect(await failureOf(resultsOf(source(), 'A1'))).toMatchObject({ type: 'SourceRefused' })
    await deny()
  })
})

describe('results in any form', () => {
  let server: ScriptedSource
  beforeEach(async () => {
    server = await scriptedSource()
  })
  afterEach(() => server.close())

  const row = { student: 'A7', aspect: 'A1', resultset: 'A3', result: '4', result_date: london('2026-12-10') }
  const read = async (...rows: object[]) => {
    server.script('schools/:school/assessment/results', () => page(rows.map((one, at) => ({ id: `A${at}`, ...one }))))
    return resultsOf(open({ baseUrl: server.baseUrl }), 'A1')
  }

  test('are read whatever stands for a relation, a value or a day', async () => {
    const all = await read(
      row,
      {
        ...row,
        student: { data: { id: 'A7' } },
        aspect: { data: { id: 'A1', name: 'Reading' } },
        resultset: { data: { id: 'A3', name: 'Autumn' } },
      },
      { student_id: 7, aspect_id: 'A1', resultset: { data: [] }, value: 4, date: '2026-12-10' },
      { ...row, resultset: null, result: null, grade: '4', result_date: null },
    )
    const a7 = { kind: 'sourceId', value: 'A7' }
    expect(all.map(({ ref: _, ...one }) => one)).toEqual([
      { pupil: a7, aspect: 'A1', resultSet: 'A3', date: '2026-12-10', value: '4' },
      { pupil: a7, aspect: 'A1', resultSet: 'Autumn', date: '2026-12-10', value: '4' },
      { pupil: { kind: 'sourceId', value: '7' }, aspect: 'A1', resultSet: null, date: '2026-12-10', value: '4' },
      { pupil: a7, aspect: 'A1', resultSet: null, date: null, value: '4' },
    ])
  })

  test('that are empty are none, and one of another aspect keeps its own', async () => {
    expect(await read({ ...row, result: ' ' }, { ...row, result: null })).toEqual([])
    expect(await read({ ...row, aspect: 'A2' })).toMatchObject([{ aspect: 'A2' }])
  })

  test.for([
    ['no pupil', { student: null }, 'student'],
    ['no aspect', { aspect: undefined }, 'aspect'],
    ['a day that is none', { result_date: 'xxx' }, 'result_date'],
    ['a value as long as a book', { result: 'x'.repeat(5_000) }, 'result'],
  ] as const)('stop at %s and say where, not what', async ([, more, where]) => {
    const failure = await failureOf(read({ ...row, ...more }))
    expect(failure.type).toBe('SourceChangedShape')
    expect(failure.message).toContain(where)
    expect(failure.message).not.toContain('xxx')
  })
})
