import { expect, test } from 'vitest'
import { changesAnyPart, compareParts } from '../../../pipeline/parts/compare-parts.js'

const arrived = (subject: string, digest: string) => ({ subject, part: 'results/A1', digest, content: [] }) as const
const held = (subject: string, digest: string) =>
  ({ subject, part: 'results/A1', digest, id: `id of ${subject}` }) as const

test('what arrived is new, another or the same; what did not is gone only where that is proven', () => {
  const there = [held('same', '1'), held('other', '1'), held('gone', '1'), held('leaver', '1')]
  const changes = compareParts(
    [arrived('same', '1'), arrived('other', '2'), arrived('new', '1')],
    there,
    ({ subject }) => subject !== 'leaver',
  )
  expect(changes.added).toEqual([arrived('new', '1')])
  expect(changes.changed).toEqual([{ held: held('other', '1'), arrived: arrived('other', '2') }])
  expect(changes.removed).toEqual([held('gone', '1')])
  expect(changes.unchanged).toBe(1)
  expect(changesAnyPart(changes)).toBe(true)
})

test('two parts of one person are two, and nothing that is the same is a change', () => {
  const other = { ...arrived('one', '1'), part: 'photo' } as const
  const changes = compareParts([arrived('one', '1'), other], [held('one', '1')], () => true)
  expect([changes.added, changes.unchanged]).toEqual([[other], 1])
  expect(changesAnyPart(compareParts([arrived('one', '1')], [held('one', '1')], () => true))).toBe(false)
})

test('one that is new, another or gone is enough for a change', () => {
  const changes = (came: readonly ReturnType<typeof arrived>[], there: readonly ReturnType<typeof held>[]) =>
    changesAnyPart(compareParts(came, there, () => true))
  expect(changes([arrived('one', '1')], [])).toBe(true)
  expect(changes([arrived('one', '1')], [held('one', '2')])).toBe(true)
  expect(changes([], [held('one', '1')])).toBe(true)
})
