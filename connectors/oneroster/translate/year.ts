import type { Block } from '../../block.js'
import { texts } from './block.js'

/**
 * The year group: OneRoster's `grades`, where there is just one. `07`, `Year 7` and `Y7` are all 7. Words of America's schools stay as they
 * came and mean no year to the rules of time: a kindergarten there is none of our years for certain.
 */
export function yearOf(row: Block): string | null {
  const [grade, ...others] = texts(row, 'grades')
  if (grade === undefined || others.length > 0) return null
  const number = /^(?:year|yr|y)?\s*0*(\d{1,2})$/i.exec(grade)?.[1]
  if (number !== undefined) return number === '0' ? 'R' : number
  return /^reception$/i.test(grade) ? 'R' : grade
}
