import { changedShape } from './http/failures.js'
import type { SourceMark } from './source.js'

/** What an MIS means by an empty register. */
const NO_MARK = '-'

export const LONGEST_CODE = 20

/** A mark's code as it came, null where the register is empty. What is as long as prose is somebody's words and no code. */
export function codeOfMark(code: string | null, at: string): string {
  if (code === null) return NO_MARK
  if (code.length > LONGEST_CODE) throw changedShape(at, 'too_long')
  return code
}

export function sessionOfMark(session: string | null, at: string): SourceMark['session'] {
  const half = session?.toUpperCase()
  if (half !== 'AM' && half !== 'PM') throw changedShape(at, 'not_a_session')
  return half
}
