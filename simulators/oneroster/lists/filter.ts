import { isRecord } from '../../json.js'
import type { Row } from '../scene.js'

export type Filter = (row: Row) => boolean

type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~'

const term = /^([A-Za-z][\w.]*)(!=|>=|<=|=|>|<|~)'((?:[^']|'')*)'/

/**
 * `field op 'value'`, at most two of them joined by AND or OR; a quote in a value is doubled. Xporter's papers write the join in small
 * letters, so that is taken too. Nothing where the text is none.
 */
export function parseFilter(text: string): Filter | undefined {
  const first = term.exec(text)
  if (!first) return undefined
  const one = comparison(first)
  const rest = text.slice(first[0].length)
  if (rest === '') return one
  const join = /^ (and|or) (.*)$/i.exec(rest)
  const second = term.exec(join?.[2] ?? '')
  if (!join || !second || second[0] !== join[2]) return undefined
  const other = comparison(second)
  return join[1]?.toLowerCase() === 'and' ? (row) => one(row) && other(row) : (row) => one(row) || other(row)
}

function comparison([, field = '', operator = '=', quoted = '']: RegExpExecArray): Filter {
  const wanted = quoted.replaceAll("''", "'")
  return (row) => valuesAt(row, field.split('.')).some((value) => holds(value, operatorOf(operator), wanted))
}

function operatorOf(text: string): Operator {
  return (['!=', '>=', '<=', '>', '<', '~'] as const).find((known) => known === text) ?? '='
}

function holds(value: string, operator: Operator, wanted: string): boolean {
  switch (operator) {
    case '=':
      return value === wanted
    case '!=':
      return value !== wanted
    case '>':
      return value > wanted
    case '>=':
      return value >= wanted
    case '<':
      return value < wanted
    case '<=':
      return value <= wanted
    case '~':
      return value.includes(wanted)
  }
}

/** Every value under a dotted path; of a list those of its members. */
function valuesAt(value: unknown, [step, ...rest]: readonly string[]): string[] {
  if (Array.isArray(value))
    return value.flatMap((one: unknown) => valuesAt(one, step === undefined ? [] : [step, ...rest]))
  if (step === undefined) return typeof value === 'string' ? [value] : []
  return isRecord(value) ? valuesAt(value[step], rest) : []
}
