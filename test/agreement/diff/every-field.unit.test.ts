import { describe, expect, test } from 'vitest'
import type { Agreement } from '../../../agreement/agreement.js'
import { diffAgreements } from '../../../agreement/diff/diff.js'
import { planner, portal, read } from './presets.js'

// Which version it is; names that other rows are found by; and what can say one thing only, under any agreement.
const silent = [
  /^(id|version|isolation|stageRule|people\.contacts|stageRule\.stillOnRoll|tenantEnd\.backupResidue)$/,
  /^(items\.\d+\.code|controlFacts\.\d\.\w+)$/,
]

describe.for([portal, planner].map(read))('$id', (agreement) => {
  test('differs from itself in nothing, nor in another order', () => {
    const { items, evidence } = agreement
    const reordered = { ...agreement, items: [...items].reverse(), evidence: [...evidence].reverse() }
    expect(diffAgreements(agreement, agreement)).toEqual([])
    expect(diffAgreements(agreement, reordered)).toEqual([])
  })

  test('has no field that could change unsaid', () => {
    const fields = pathsOf(agreement).filter((path) => !silent.some((one) => one.test(path.join('.'))))
    expect(fields.length).toBeGreaterThan(100)
    for (const path of fields) {
      const changes = diffAgreements(agreement, changedAt(agreement, path) as Agreement)
      expect(changes.length, path.join('.')).toBeGreaterThan(0)
      for (const { words } of changes) expect(words).toMatch(/^[\p{L}\p{N}].*\.$/su)
    }
  })
})

function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]]
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner).map((rest) => [key, ...rest]))
}

function changedAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return another(value)
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? changedAt(one, rest) : one))
  return { ...(value as object), [key]: changedAt((value as Record<string, unknown>)[key], rest) }
}

function another(leaf: unknown): unknown {
  if (typeof leaf === 'boolean') return !leaf
  if (typeof leaf === 'number') return leaf + 1
  if (typeof leaf !== 'string') return 'P9M'
  const [one, other] = pairs.find((pair) => pair.includes(leaf)) ?? []
  if (one && other) return leaf === one ? other : one
  return /^P.*\d/.test(leaf) ? leaf.replace(/\d+/, '11') : `${leaf} indeed`
}

const pairs: readonly (readonly [string, string])[] = [
  ['granted', 'denied'],
  ['agreement', 'baseline'],
  ['automatic', 'manual'],
  ['refuse', 'accept'],
  ['untilStart', 'accept'],
  ['reporting', 'hidden'],
  ['leaving_date', 'notice'],
  ['disable_then_school_decides', 'erase'],
  ['action_log', 'aggregate'],
  ['none', 'P5Y'],
  ['notify', 'recall'],
  ['grace', 'immediate'],
]
