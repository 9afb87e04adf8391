import type { Row, RunCosts } from './rows/row.js'

/** The table for people: a line a row, and below each what it took. */
export function printTable(rows: readonly Row[]): void {
  const columns = [36, 10, 10, 8, 10, 10]
  const line = (cells: readonly string[]) => cells.map((cell, at) => cell.padEnd(columns[at] ?? 0)).join('  ')
  console.log(line(['row', 'ours', 'floor', 'ratio', 'CPU ours', 'CPU floor', 'target']))
  for (const row of rows) {
    const { ours, fastest, slowest, reference, ratio, target, run } = row
    const cpu = run ? [shown(run.cpuMs, 'ms'), `${run.referenceCpuMs} ms`] : ['', '']
    console.log(line([row.row, `${ours} ms`, `${reference} ms`, `× ${ratio}`, ...cpu, target ? promised(target) : '']))
    console.log(`  median of ${row.repetitions}, from ${fastest} to ${slowest} ms; floor: ${row.referenceIs}`)
    for (const sentence of run ? costsOf(run) : []) console.log(`  ${sentence}`)
  }
}

function costsOf(run: RunCosts): readonly string[] {
  const { activities, requests, rowsWritten, walBytes } = run
  return [
    `worker's peak ${shown(run.peakMb, 'MB')}; floor without its COPY ${run.referenceWithoutCopy} ms`,
    `${requests} requests, ${rowsWritten} rows written, ${(walBytes / 1024).toFixed(0)} KB of log, ` +
      `${activities.length} activities (${activities.join(', ')})`,
  ]
}

function promised({ ms, peakMb }: NonNullable<Row['target']>): string {
  return `≤ ${ms} ms${peakMb === undefined ? '' : `, ≤ ${peakMb} MB`}`
}

const shown = (value: number | null, unit: string) => (value === null ? 'unknown' : `${value} ${unit}`)
