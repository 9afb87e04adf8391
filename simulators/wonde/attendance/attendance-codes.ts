import { attendanceCodes as known } from '../../model/attendance/codes.js'
import { json } from '../../http/answer.js'
import { wondeId } from '../wonde-id.js'
import type { Answer } from '../../http/answer.js'

/** The same list for everybody, as the national one is: `custom_attendance_codes` is false. */
export function attendanceCodes(): Answer {
  const pagination = { next: null, previous: null, more: false, per_page: known.length, current_page: 1 }
  return json(200, { data: known.map(({ code }) => codeObject(code)), meta: { pagination, includes: [] } })
}

const places = new Map(known.map((one, place) => [one.code, { ...one, place }]))

/** A code with its id; one that the list does not have, entered by a test, has an id that leads nowhere. */
export function codeObject(code: string): Readonly<Record<string, unknown>> {
  const { place = known.length, description = null, type = null } = places.get(code) ?? {}
  return { id: wondeId('attendance_codes', place, 0), code, description, type }
}
