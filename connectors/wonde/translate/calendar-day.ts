import type { Block } from './block.js'
import { isRow } from './block.js'
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

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** By arithmetic: three dates a pupil through `Date` and back cost 30 ms for 1,500 pupils, more than all the rest of translating them. */
function isDay(day: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return false
  const [year, month, number] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))]
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return number >= 1 && number <= (daysInMonth[month - 1] ?? 0) + (leap ? 1 : 0)
}
