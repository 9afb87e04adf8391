import { createHash } from 'node:crypto'
import { seededRandom } from '../../../cli/chaos/seeded-random.js'

/** What a seed repeats. */
export interface Dice {
  /** From 0 to 1. */
  readonly share: () => number
  readonly chance: (probability: number) => boolean
  readonly between: (low: number, high: number) => number
  readonly pick: <One>(list: readonly One[]) => One
  /** So many of a list, each once. */
  readonly some: <One>(list: readonly One[], count: number) => readonly One[]
}

/** The dice of one part of a run, which another part does not move. */
export function diceOf(...seed: readonly (string | number)[]): Dice {
  const share = seededRandom(createHash('sha256').update(JSON.stringify(seed)).digest().readUInt32BE())
  const below = (count: number) => Math.floor(share() * count)
  return {
    share,
    chance: (probability) => share() < probability,
    between: (low, high) => low + below(high - low + 1),
    pick: (list) => list[below(list.length)]!,
    some: (list, count) => {
      const left = [...list]
      return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)[0]!)
    },
  }
}
