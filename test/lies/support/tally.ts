/** What became of the reads under one sort of lie. */
export interface Fate {
  readonly keptBy: 'proof' | 'guard'
  told: number
  refused: number
  applied: number
  /** People who are there, were shown, and were not any more. */
  people: number
  /** Hidden at once, and waiting for somebody to look at it. */
  waiting: number
  /** Groups that are there and went. */
  groups: number
}

export interface Tally {
  readonly fates: Map<string, Fate>
  /** How to tell a lie again that did harm though proof should have kept it. */
  readonly harm: string[]
  /** About lists that were not asked for that night: nobody was lied to. */
  unheard: number
}

export const emptyTally = (): Tally => ({ fates: new Map(), harm: [], unheard: 0 })

export function fateOf({ fates }: Tally, name: string, keptBy: Fate['keptBy']): Fate {
  const known = fates.get(name) ?? { keptBy, told: 0, refused: 0, applied: 0, people: 0, waiting: 0, groups: 0 }
  fates.set(name, known)
  return known
}

type Figure = 'told' | 'refused' | 'applied' | 'people' | 'waiting' | 'groups'

export function sum({ fates }: Tally, figure: Figure, keptBy?: Fate['keptBy']): number {
  return [...fates.values()]
    .filter((fate) => keptBy === undefined || fate.keptBy === keptBy)
    .reduce((total, fate) => total + fate[figure], 0)
}

/** For whoever ran it: a line a sort of lie, and the figure. */
export function printed(tally: Tally, seed: string): string {
  const figures = ['told', 'refused', 'applied', 'people', 'waiting', 'groups'] as const
  const lines = [...tally.fates]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, fate]) =>
        `${name.padEnd(48)} ${fate.keptBy}  ${figures.map((of) => String(fate[of]).padStart(6)).join('')}`,
    )
  const count = (figure: Figure, keptBy?: Fate['keptBy']) => sum(tally, figure, keptBy).toLocaleString('en-GB')
  return [
    `${''.padEnd(48)} kept by${figures.map((of) => of.slice(0, 6).padStart(6)).join('')}`,
    ...lines,
    `${count('told')} lying reads (seed ${seed}): ${count('people', 'proof')} people removed or hidden wrongly; ` +
      `${count('refused')} reads refused, ${count('applied')} applied; ${count('waiting')} people hidden at once and waiting, as the planner has it; ` +
      `${count('people', 'guard')} people and ${count('groups', 'guard')} groups in losses so small that nobody need look (C9), back with the next read.`,
    '',
  ].join('\n')
}
