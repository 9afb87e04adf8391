import { describe, expect, test } from 'vitest'
import { chainFault, chained, nothingYet } from '../../proof/audit-chain.js'
import type { AuditEntry, ChainedEntry } from '../../proof/audit-chain.js'

const acts = ['register', 'accept', 'sync', 'setGrant', 'pause', 'erase']
const entries = acts.reduce<readonly ChainedEntry[]>(
  (chain, act, at) => [...chain, chained(entryOf(act, at + 1), chain.at(-1)?.hash ?? nothingYet.hash)],
  [],
)
const end = entries.at(-1)!

function entryOf(act: string, seq: number): AuditEntry {
  const at = `2026-11-0${seq}T09:00:00.000Z`
  return {
    school: 'oakfield',
    seq,
    at,
    act,
    by: 'a-head',
    right: 'head',
    instruction: seq,
    version: 1,
    counts: { n: 1 },
  }
}

/** The chain with one entry, counted from 0, put in the place of another. */
const replaced = (at: number, entry: Partial<ChainedEntry>) =>
  entries.map((one, index) => (index === at ? { ...one, ...entry } : one))

describe('a school’s register', () => {
  test('stands as it was written', () => {
    expect(chainFault(entries, end)).toBeNull()
    expect(chainFault([], nothingYet)).toBeNull()
  })

  const changes: readonly Partial<ChainedEntry>[] = [
    { at: '2026-11-09T09:00:00.000Z' },
    { act: 'resume' },
    { by: 'somebody-else' },
    { right: 'operator' },
    { instruction: null },
    { version: 2 },
    { counts: { n: 2 } },
    { counts: {} },
    { school: 'elm-park' },
    { hash: 'f'.repeat(64) },
    { previous: 'f'.repeat(64) },
  ]
  test.for(changes.flatMap((change) => acts.map((_, at) => [JSON.stringify(change), at, change] as const)))(
    'shows %s in entry %i',
    ([, at, change]) => {
      expect(chainFault(replaced(at, change), end)).toEqual({ seq: at + 1, fault: 'altered' })
    },
  )

  test.for(acts.map((_, at) => at))('shows that entry %i was taken out, the last one included', (at) => {
    expect(chainFault(entries.toSpliced(at, 1), end)).toEqual({ seq: at + 1, fault: 'missing' })
  })

  test('shows that everything was taken out', () => {
    expect(chainFault([], end)).toEqual({ seq: 1, fault: 'missing' })
  })

  test.for(acts.slice(1).map((_, at) => at))('shows that entry %i and the next changed places', (at) => {
    const swapped = entries.toSpliced(at, 2, entries[at + 1]!, entries[at]!)
    expect(chainFault(swapped, end)?.seq).toBe(at + 1)
    const renumbered = swapped.map((entry, index) => ({ ...entry, seq: index + 1 }))
    expect(chainFault(renumbered, end)).toEqual({ seq: at + 1, fault: 'altered' })
  })

  test('shows an entry that was slipped in, in the middle and at the end', () => {
    const forged = chained(entryOf('resume', 3), entries[1]!.hash)
    expect(chainFault(entries.toSpliced(2, 0, forged), end)).toEqual({ seq: 4, fault: 'outOfOrder' })
    expect(chainFault([...entries, chained(entryOf('resume', 7), end.hash)], end)).toEqual({
      seq: 7,
      fault: 'beyondEnd',
    })
  })

  test('shows that its last part was written anew, every hash fitting', () => {
    const anew = chained(entryOf('pause', 6), entries[4]!.hash)
    expect(chainFault([...entries.slice(0, 5), anew], end)).toEqual({ seq: 6, fault: 'altered' })
  })
})
