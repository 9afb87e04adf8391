import { changedShape } from '../../http/failures.js'
import type { Block } from '../../block.js'
import { isDay } from '../../calendar-day.js'
import { text } from './block.js'

const DAY_MS = 86_400_000
const DAY_LENGTH = 'YYYY-MM-DD'.length

/**
 * A day of the calendar: the first ten characters, as some write a time behind them. What is no day at all stops the read, because a changed
 * format would otherwise look like a school that lost all its dates.
 */
export function dayIn(block: Block, key: string): string | null {
  const written = text(block, key)
  if (written === null || isNever(written)) return null
  if (isNoDate(written)) throw changedShape(`${block.at}.${key}`, 'not_a_date')
  return written.slice(0, DAY_LENGTH)
}

/** Whether what is written is neither a day nor a way to say that there is none. */
export function isNoDate(written: string): boolean {
  return !isNever(written) && !isDay(written.slice(0, DAY_LENGTH))
}

const isNever = (written: string) => written.startsWith('0000-')

/** OneRoster's ends are the first day that no longer counts; ours are the last that does. */
export function lastDayIn(block: Block, key: string): string | null {
  const end = dayIn(block, key)
  return end === null ? null : new Date(Date.parse(end) - DAY_MS).toISOString().slice(0, 10)
}

/** An instant as ISO 8601 writes it; null where it is none: it is only ever told on. */
export function instantIn(block: Block, key: string): string | null {
  const written = text(block, key)
  if (written === null || !/^\d{4}-\d\d-\d\dT/.test(written)) return null
  const at = Date.parse(written)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
