import type { Row } from './rows/row.js'

/** The table for people: a line a row, and below each what it took. */
export function printTable(rows: readonly Row[]): void {
  const columns = [22, 16, 16, 7, 12, 12]
  const line = (cells: readonly string[]) => cells.map((cell, at) => cell.padEnd(columns[at] ?? 0)).join('  ')
  console.log(line(['row', 'ours', 'floor', 'ratio', 'CPU ours', 'CPU floor', 'target']))
  for (const row of rows) {
    const { ours, fastest, slowest, reference, ratio, target } = row
    const cells = [row.row, `${ours} ms`, `${reference} ms`, `× ${ratio}`, shown(row.cpuMs, 'ms')]
    console.log(line([...cells, `${row.referenceCpuMs} ms`, `≤ ${target.ms} ms, ≤ ${target.peakMb} MB`]))
    console.log(
      `  median of ${row.repetitions}, from ${fastest} to ${slowest} ms; worker's peak ${shown(row.peakMb, 'MB')}; ` +
        `floor without its COPY ${row.referenceWithoutCopy} ms`,
    )
    console.log(
      `  ${row.requests} requests, ${row.rowsWritten} rows written, ${(row.walBytes / 1024).toFixed(0)} KB of log, ` +
        `${row.activities.length} activities (${row.activities.join(', ')})`,
    )
  }
  for (const referenceIs of new Set(rows.map((row) => row.referenceIs))) console.log(`The floor is ${referenceIs}.`)
}

const shown = (value: number | null, unit: string) => (value === null ? 'unknown' : `${value} ${unit}`)
