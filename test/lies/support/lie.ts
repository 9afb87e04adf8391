import type { Dice } from './dice.js'
import { agreeing, counting, others, spoiled } from './lists.js'
import { permissionsShrink } from './permissions.js'

export type WayName = 'wonde' | 'grace' | 'xporter' | 'rest' | 'csv'

/** What the simulator is told, so that it does not tell the truth. */
export interface Telling {
  readonly faults?: readonly object[]
  /** What its MIS lists of what there is. */
  readonly shown?: object
  /** Permissions that the school takes away. */
  readonly denied?: readonly string[]
  /** How its provider of OneRoster behaves. */
  readonly variant?: object
}

export interface Lie {
  readonly name: string
  /** By the proof of completeness, or, where a lie looks like the truth in every figure, by the guard, which holds an unlikely loss back. */
  readonly keptBy: 'proof' | 'guard'
  readonly telling: Telling
}

/** Whom a lie may be about: another school of the simulator's. */
export interface Liar {
  readonly way: WayName
  readonly otherSchool: string
}

export type Teller = (dice: Dice, liar: Liar) => Lie

/** Every sort of lie that a way of reading can be told. */
export function tellersOf(way: WayName): readonly Teller[] {
  const everywhere = [...agreeing, permissionsShrink]
  if (way === 'csv') return [...everywhere, ...spoiled.file, others.file]
  return [...everywhere, ...spoiled.list, ...counting[way], ...others[way]]
}
