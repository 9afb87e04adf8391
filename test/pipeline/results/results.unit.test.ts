import { describe, expect, test } from 'vitest'
import type { SourceResult } from '../../../connectors/source.js'
import { gateResult } from '../../../pipeline/gate.js'
import type { GatedResult } from '../../../pipeline/gate.js'
import { emptied } from '../../../pipeline/results/proof.js'
import { openResultBook } from '../../../pipeline/results/result-book.js'

const result = (more: Partial<SourceResult> = {}): SourceResult => ({
  ref: 'R1',
  pupil: { kind: 'sourceId', value: 'A7' },
  aspect: 'A1',
  resultSet: 'Autumn 2026',
  date: '2026-12-10',
  value: 'Expected',
  ...more,
})

function gated(more: Partial<SourceResult> = {}): GatedResult {
  const one = result(more)
  const outcome = gateResult(one, new Set([one.aspect]))
  if (!('passed' in outcome)) throw new Error('refused')
  return outcome.passed
}

const digest = (...parts: readonly string[]) => parts.join('|')

const { pupil: _, ...kept } = result()

describe('the gate', () => {
  test('lets a result through by its own aspect, whatever was asked for [R31]', () => {
    expect(gateResult(result({ aspect: 'A2' }), new Set(['A1']))).toEqual({ refused: 'notGranted' })
    expect(gateResult(result(), new Set())).toEqual({ refused: 'notGranted' })
    expect(gateResult(result(), new Set(['A1']))).toEqual({ passed: kept })
  })

  test('lets nothing through that stands beside it, and no prose', () => {
    const more = { ...result(), comment: 'tried hard' }
    expect(gateResult(more, new Set(['A1']))).toEqual({ passed: kept })
    const prose = result({ value: 'She tries hard and is kind to others. '.repeat(3) })
    expect(gateResult(prose, new Set(['A1']))).toEqual({ refused: 'freeText' })
    const [long, longer] = ['x'.repeat(100), 'x'.repeat(101)]
    expect(gateResult(result({ resultSet: longer }), new Set(['A1']))).toEqual({ refused: 'freeText' })
    for (const one of [{ value: long }, { resultSet: long }, { resultSet: null }])
      expect(gateResult(result(one), new Set(['A1']))).toEqual({ passed: { ...kept, ...one } })
  })
})

describe('the book', () => {
  test('makes one record of a pupil’s results in one aspect, the same whatever order they came in, a row that came twice once', () => {
    const rows = [gated(), gated({ ref: 'R2', date: '2027-03-20' }), gated({ ref: 'R3', aspect: 'A2' })]
    const read = (order: readonly GatedResult[]) => {
      const book = openResultBook()
      for (const row of order) book.enter('s', row)
      return book.close(digest)
    }
    const [first, second] = read([...rows, rows[0]!])
    expect(first).toMatchObject({ subject: 's', part: 'results/A1', content: [{ ref: 'R1' }, { ref: 'R2' }] })
    expect(second).toMatchObject({ part: 'results/A2', content: [{ ref: 'R3' }] })
    expect(read([rows[1]!, rows[0]!])[0]?.digest).toBe(first?.digest)
    expect(read([rows[1]!, gated({ value: 'Greater depth' })])[0]?.digest).not.toBe(first?.digest)
  })

  test('completes what changed by what is held of it, and what came stands over what is held', () => {
    const book = openResultBook()
    book.enter('s', gated({ value: 'Greater depth' }))
    const [name] = book.names()
    book.complete(name!, [gated(), gated({ ref: 'R2', date: '2027-03-20' })])
    book.complete({ subject: 'nobody', part: 'results/A1' }, [gated({ ref: 'R9' })])
    const records = book.close(digest)
    expect(records).toHaveLength(1)
    expect(records[0]?.content.map(({ ref, value }) => [ref, value])).toEqual([
      ['R1', 'Greater depth'],
      ['R2', 'Expected'],
    ])
  })
})

test('results of a record stand in the order of days and ids, those without a day first, and are digested so', () => {
  const book = openResultBook()
  for (const more of [{ ref: 'R3' }, { ref: 'R9', date: '2026-12-01' }, { ref: 'R2' }, { ref: 'R7', date: null, resultSet: null }])
    book.enter('s', gated(more))
  const [record] = book.close(digest)
  expect(record?.content.map(({ ref }) => ref)).toEqual(['R7', 'R9', 'R2', 'R3'])
  expect(record?.digest).toBe(
    'results|s|results/A1|[["R7",null,null,"Expected"],["R9","Autumn 2026","2026-12-01","Expected"],["R2","Autumn 2026","2026-12-10","Expected"],["R3","Autumn 2026","2026-12-10","Expected"]]',
  )
}) // prettier-ignore

test('an aspect that was read whole and came empty is doubted where something of it is held, and only there', () => {
  const aspect = (ref: string, changedSince: string | null, results: number) => ({
    aspect: ref,
    changedSince,
    results,
    pages: 1,
  })
  const proof = {
    aspects: [
      aspect('held', null, 0),
      aspect('not held', null, 0),
      aspect('changes', '2026-12-01', 0),
      aspect('full', null, 3),
    ],
    refused: {},
  }
  expect(emptied(proof, (ref) => ref !== 'not held')).toEqual(['held'])
})
