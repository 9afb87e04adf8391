/** What is promised, by requirements.md, in the words of the table at the end. */
export const promises = {
  R02: 'nothing is stored that is not granted',
  R05: 'nothing is taken while the school said stop',
  R07: 'every night ours equals the school’s own records',
  R11: 'every act that destroyed rests on an instruction',
  R14: 'a leaver is gone when the promised time is over',
  R16: 'everything is gone when the promised time after the contract is over',
  R17: 'of who was erased no table has a row left and no key opens',
  R18: 'rows that name nobody are kept as long as agreed, and only where it is agreed',
  R19: 'nothing is asked of the source before the agreement is accepted',
  R27: 'only pupils on roll are shown to the application',
  R30: 'marks of a school year that is over are gone within a day of the next one',
  R37: 'a member of staff who left stays disabled, and goes by the cap or as the school decides',
  R38: 'nobody is stored who has not begun',
  R44: 'access ends with the contract',
  R54: 'every night has one run, and it ends well',
  R55: 'who comes back is the same person before the erasure, another after it',
  R57: 'who is known to have left is hidden within a minute',
  R59: 'the school is written to when its contract ends',
  R61: 'who is to be hidden at once is hidden at once',
} as const
export type PromiseCode = keyof typeof promises

export interface Ledger {
  /** Kept, with how much time was left. */
  readonly keep: (code: PromiseCode, marginMs?: number) => void
  readonly broken: (code: PromiseCode, sentence: string) => void
  readonly check: (code: PromiseCode, holds: boolean, sentence: string) => void
  readonly totals: () => { readonly kept: number; readonly broken: number }
  readonly table: () => readonly string[]
}

interface Entry {
  kept: number
  broken: number
  leastMs: number
}

/** Counts promises kept and broken. `say` is told of every broken one at once. */
export function openLedger(say: (sentence: string) => void): Ledger {
  const entries = new Map<PromiseCode, Entry>()
  const of = (code: PromiseCode) => {
    const entry = entries.get(code) ?? { kept: 0, broken: 0, leastMs: Infinity }
    entries.set(code, entry)
    return entry
  }
  const keep: Ledger['keep'] = (code, marginMs = Infinity) => {
    const entry = of(code)
    entry.kept += 1
    entry.leastMs = Math.min(entry.leastMs, marginMs)
  }
  const broken: Ledger['broken'] = (code, sentence) => {
    of(code).broken += 1
    say(`BROKEN ${code}: ${sentence}`)
  }
  return {
    keep,
    broken,
    check: (code, holds, sentence) => (holds ? keep(code) : broken(code, sentence)),
    totals: () => ({ kept: sum(entries, 'kept'), broken: sum(entries, 'broken') }),
    table: () => [...entries].sort().map(([code, entry]) => row(code, entry)),
  }
}

const sum = (entries: ReadonlyMap<PromiseCode, Entry>, what: 'kept' | 'broken') =>
  [...entries.values()].reduce((total, entry) => total + entry[what], 0)

function row(code: PromiseCode, { kept, broken, leastMs }: Entry): string {
  const margin = leastMs === Infinity ? '' : `, never with less than ${duration(leastMs)} to spare`
  return `${code}  kept ${String(kept).padStart(4)}  broken ${String(broken).padStart(2)}  ${promises[code]}${margin}`
}

const HOUR_MS = 3_600_000

function duration(ms: number): string {
  if (ms < HOUR_MS) return `${Math.floor(ms / 1_000)} seconds`
  return ms >= 48 * HOUR_MS ? `${Math.floor(ms / (24 * HOUR_MS))} days` : `${(ms / HOUR_MS).toFixed(1)} hours`
}
