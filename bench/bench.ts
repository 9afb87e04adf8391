import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { withParts } from './parts/parts.js'
import type { Parts } from './parts/parts.js'
import { printTable } from './print.js'
import { dueAcrossSchools } from './rows/due-across-schools.js'
import { dueAtASchool } from './rows/due-at-a-school.js'
import { initialLoad } from './rows/initial-load.js'
import { quietNight } from './rows/quiet-night.js'
import type { Row, RowSizes } from './rows/row.js'

interface Bench {
  readonly measure: (parts: Parts, sizes: RowSizes) => Promise<Row>
  readonly repetitions: number
}

const benches: Readonly<Record<string, Bench>> = {
  'initial load': { measure: initialLoad, repetitions: 5 },
  'night without changes': { measure: quietNight, repetitions: 10 },
  'due at a school': { measure: dueAtASchool, repetitions: 30 },
  'due across schools': { measure: dueAcrossSchools, repetitions: 30 },
}

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
