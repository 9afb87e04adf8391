import { changedShape } from '../../http/failures.js'
import type { Block } from '../../block.js'
import { isRow } from '../../block.js'

const shape = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?Z?$/

/**
 * An instant in Wonde's wrapper, or bare, as ISO 8601. Wonde stamps in UTC; a stamp in another zone is taken as if it were, because it is
 * only ever told on and no date is computed from it. What is no instant at all stops the read.
 */
export function instant({ row, at }: Block, key: string): string | null {
  const value = row[key]
  const written = isRow(value) ? value['date'] : value
  if (written === undefined || written === null || written === '') return null
  const [, day, time] = typeof written === 'string' ? (shape.exec(written) ?? []) : []
  if (day === undefined || time === undefined || Number.isNaN(Date.parse(`${day}T${time}Z`)))
    throw changedShape(`${at}.${key}`, 'not_an_instant')
  return `${day}T${time}Z`
}
