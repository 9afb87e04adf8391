import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { withParts } from './parts/parts.js'
import type { Parts } from './parts/parts.js'
import { printTable } from './print.js'
import { dueAcrossSchools } from './rows/due-across-schools.js'
import { dueAtASchool } from './rows/due-at-a-school.js'
import { listHeld, releaseHeld } from './rows/held-changes.js'
import { initialLoad } from './rows/initial-load.js'
import { nightOfDeletions, nightOfNewNames, nightOfNoChanges } from './rows/nights-of-changes.js'
import { quietNight } from './rows/quiet-night.js'
import type { Way } from './parts/school.js'
import { named } from './rows/row.js'
import type { Row, RowSizes } from './rows/row.js'

interface Bench {
  readonly measure: (parts: Parts, sizes: RowSizes) => Promise<Row>
  readonly repetitions: number
}

type OfAWay = readonly [
  name: string,
  measure: (parts: Parts, sizes: RowSizes, way: Way) => Promise<Row>,
  repetitions: number,
]

const ofEveryWay: readonly OfAWay[] = [
  ['initial load', initialLoad, 5],
  ['night without changes', quietNight, 10],
  ['changes only, none', nightOfNoChanges, 10],
  ['changes only, 1 %', nightOfNewNames, 10],
  ['1 % with deletions', nightOfDeletions, 5],
]

// 50 ms is what a source in the same country takes; at none at all our own work shows.
const ways: readonly Way[] = (['wonde', 'xporter'] as const).flatMap((connector) =>
  [0, 50].map((lateMs) => ({ connector, lateMs })),
)

const benches: Readonly<Record<string, Bench>> = Object.fromEntries<Bench>([
  ...ways.flatMap((way) =>
    ofEveryWay.map(([name, measure, repetitions]): [string, Bench] => [
      named(name, way),
      { repetitions, measure: (parts, sizes) => measure(parts, sizes, way) },
    ]),
  ),
  ['list what is held', { measure: listHeld, repetitions: 10 }],
  ['release what is held', { measure: releaseHeld, repetitions: 5 }],
  ['due at a school', { measure: dueAtASchool, repetitions: 30 }],
  ['due across schools', { measure: dueAcrossSchools, repetitions: 30 }],
])

/** `npm run bench`: the table, or with `--json` one object a row. A row that cannot be measured ends it with an error. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      row: { type: 'string' },
      pupils: { type: 'string', default: '1500' },
      repetitions: { type: 'string' },
    },
  })
  const say = values.json ? () => undefined : (sentence: string) => console.log(sentence)
  const names = Object.keys(benches).filter((name) => values.row === undefined || values.row === name)
  if (names.length === 0) throw new Error(`There is no row of that name; there are ${Object.keys(benches).join(', ')}.`)
  const rows = await withParts(say, async (parts) => {
    const measured: Row[] = []
    for (const name of names) {
      say(`measuring ${name} …`)
      const bench = benches[name]
      const repetitions = Number(values.repetitions ?? bench?.repetitions)
      const row = await bench?.measure(parts, { pupils: Number(values.pupils), repetitions })
      if (row) measured.push(row)
      if (row && values.json) console.log(JSON.stringify(row))
    }
    return measured
  })
  if (values.json) return
  printTable(rows)
  say(`Load of this machine at the end: ${loadavg()[0]?.toFixed(1) ?? 'unknown'}.`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'The bench failed.')
  process.exitCode = 1
})
