import type { Change } from './change.js'

const FORM = /^P(?:(\d+)([YMD])|T(\d+)H)$/
const names = { Y: 'year', M: 'month', D: 'day', H: 'hour' } as const

interface Length {
  readonly months: number
  readonly hours: number
}

const HOURS_A_DAY = 24
const [SHORTEST_MONTH, LONGEST_MONTH] = [28 * HOURS_A_DAY, 31 * HOURS_A_DAY]

/** A period that became longer or shorter. What is longer widens: something stays for longer. */
export function period(path: string, before: string, after: string, what: string): readonly Change[] {
  if (before === after) return []
  const words = `${what}: ${inWords(after)}, so far ${inWords(before)}.`
  return [{ effect: isLonger(after, before) ? 'widens' : 'narrows', path, words }]
}

/** `P6M` as `6 months`. */
export function inWords(iso: string): string {
  const [, amount, unit, hours] = FORM.exec(iso) ?? []
  const name = unit === 'Y' || unit === 'M' || unit === 'D' ? names[unit] : names.H
  const number = Number(amount ?? hours)
  return `${number} ${name}${number === 1 ? '' : 's'}`
}

/** Whether a period may be longer than another: a month has no number of hours, and in doubt it is. */
export function isLonger(one: string, other: string): boolean {
  const [a, b] = [lengthOf(one), lengthOf(other)]
  if (a.hours === b.hours) return a.months > b.months
  if (a.months === b.months) return a.hours > b.hours
  return a.months * LONGEST_MONTH + a.hours > b.months * SHORTEST_MONTH + b.hours
}

function lengthOf(iso: string): Length {
  const [, amount, unit, hours] = FORM.exec(iso) ?? []
  if (unit === 'Y') return { months: 12 * Number(amount), hours: 0 }
  if (unit === 'M') return { months: Number(amount), hours: 0 }
  if (unit === 'D') return { months: 0, hours: HOURS_A_DAY * Number(amount) }
  return { months: 0, hours: Number(hours) }
}
