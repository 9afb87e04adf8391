import type { Block } from '../../block.js'
import { isRow } from '../../block.js'
import { isDay } from '../../calendar-day.js'
import { changedShape } from '../../http/failures.js'

// "0000-00-00", and how PHP prints it after counting back: -0001-11-30. The MIS has no date.
const zeroDay = /^(-|0000-)/

/**
 * A day of the calendar, bare or in Wonde's wrapper. The first ten characters and nothing else: the wrapper names a zone, and shifting a
 * midnight in London summer time to UTC would make every birthday a day early. What is not a date at all stops the read, because a changed
 * format would otherwise look like a school that lost all its dates.
 */
export function calendarDay({ row, at }: Block, key: string): string | null {
  const value = row[key]
  const written = isRow(value) ? value['date'] : value
  if (written === undefined || written === null || written === '') return null
  if (typeof written !== 'string') throw changedShape(`${at}.${key}`, 'not_a_date')
  if (zeroDay.test(written)) return null
  const day = written.slice(0, 10)
  if (!isDay(day)) throw changedShape(`${at}.${key}`, 'not_a_date')
  return day
}
