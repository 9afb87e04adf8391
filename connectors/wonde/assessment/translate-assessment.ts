import type { SourceAspect, SourceResult } from '../../source.js'
import type { Block } from '../../block.js'
import { changedShape } from '../../http/failures.js'
import { idOf, text } from '../translate/block.js'
import { calendarDay } from '../translate/calendar-day.js'
import { behind, named } from '../translate/named.js'

/** One row of `assessment/aspects`. Wonde's papers name its `id` only: a name is looked for under what its other objects have. */
export function translateAspect(row: Block): SourceAspect {
  const ref = idOf(row)
  return { ref, name: text(row, 'name', 'description', 'code') ?? ref }
}

/**
 * One row of `assessment/results`. The papers name its `id` and its relations only, so each plausible form is borne: a relation bare, under
 * its include, or as `…_id`. A row without a value says that there is no result.
 */
export function translateResult(row: Block): SourceResult | null {
  const value = text(row, 'result', 'value', 'grade')
  if (value === null) return null
  return {
    ref: idOf(row),
    pupil: { kind: 'sourceId', value: relation(row, 'student', 'student_id') },
    aspect: relation(row, 'aspect', 'aspect_id'),
    resultSet: resultSetOf(row),
    date: calendarDay(row, 'result_date') ?? calendarDay(row, 'date'),
    value,
  }
}

function relation(row: Block, ...keys: readonly string[]): string {
  const key = keys.find((one) => row.row[one] !== undefined && row.row[one] !== null)
  if (key === undefined) throw changedShape(`${row.at}.${keys[0] ?? ''}`, 'not_an_id')
  return named(row, key)
}

/** By its name, which its include gives; without it the id tells one occasion from another at least. */
function resultSetOf(row: Block): string | null {
  for (const key of ['resultset', 'result_set', 'resultset_id']) {
    const value = row.row[key]
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue
    const within = behind(value)
    if (within === undefined) return named(row, key)
    // "Nothing" behind an include is an empty wrapper.
    if ('data' in within) return null
    const inside = { row: within, at: `${row.at}.${key}` }
    return text(inside, 'name', 'description') ?? idOf(inside)
  }
  return null
}
