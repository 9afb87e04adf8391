import { createHash } from 'node:crypto'
import type { View } from '../scene.js'

export type Value = string | number | null

export type Getter<T> = (subject: T, view: View) => Value

/** Columns by the scopes of which one is needed to see them: `Student|StudentLite`. */
export type Columns<T> = Readonly<Record<string, Readonly<Record<string, Getter<T>>>>>

export type Row = Readonly<Record<string, Value>>

/** Prints one row with the columns that were granted and asked for. A column that is not granted has no key. */
export type PrintRow<T> = (subject: T) => Row

interface Dataset<T> {
  readonly columns: Columns<T>
  /** What a row's column `LastUpdated` says, a day of long ago where the thing never changes; absent where rows have none, and no `RowHash`. */
  readonly touched?: (subject: T) => string
}

export function printer<T>({ columns, touched }: Dataset<T>, view: View): PrintRow<T> {
  const granted = Object.entries(columns)
    .filter(([scopes]) => scopes.split('|').some((scope) => view.scopes.has(scope)))
    .flatMap(([, of]) => Object.entries(of))
    .filter(([name]) => isAsked(name, view) && isOfTheTime(name, view))
    .map(([name, get]) => [spelt(name, view), get] as const)
  const [updated, hash] = [spelt('LastUpdated', view), spelt('RowHash', view)]
  return (subject) => {
    const row: Record<string, Value> = {}
    for (const [name, get] of granted) row[name] = get(subject, view)
    if (!touched) return row
    if (isAsked('LastUpdated', view)) row[updated] = `${touched(subject).replace(' ', 'T')}.03`
    if (isAsked('RowHash', view)) row[hash] = rowHash(row)
    return row
  }
}

export function rowHash(row: Row): string {
  return createHash('sha1').update(JSON.stringify(row)).digest('hex').toUpperCase()
}

function isAsked(name: string, { select, habits }: View): boolean {
  return select === null || habits.select === 'ignored' || name === 'Id' || select.has(name.toLowerCase())
}

/** Columns that came after 2018. */
const recent = new Set(['NCYear', 'StartDate', 'EndDate', 'CandidateNo', 'Disabled', 'IsSupply'])
const formerly = new Map([['FsmEligible', 'FSMEligible']])

function isOfTheTime(name: string, { habits }: View): boolean {
  if (habits.memberDates === 'missing' && (name === 'StartDate' || name === 'EndDate')) return false
  return habits.keys !== 'older' || !recent.has(name)
}

function spelt(name: string, { habits }: View): string {
  if (habits.keys === 'lower') return name.toLowerCase()
  return habits.keys === 'older' ? (formerly.get(name) ?? name) : name
}

/** Yes and no are numbers, mostly. */
export function bit(value: boolean): number {
  return value ? 1 : 0
}
