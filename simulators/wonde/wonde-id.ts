import { createHash } from 'node:crypto'
import { hashOf, scatter } from '../model/random.js'

/** Kinds of object that have ids of their own; one number means another id in each. */
export type WondeTable =
  | 'students'
  | 'employees'
  | 'groups'
  | 'classes'
  | 'subjects'
  | 'contacts'
  | 'medical_conditions'
  | 'attendance'
  | 'attendance_codes'
  | 'aspects'
  | 'resultsets'
  | 'results'
  | 'photos'

/** `A` and nine or ten digits below 2^31, as observed. Two objects of one kind never share one. */
export function wondeId(table: WondeTable, number: number, seed: number): string {
  return `A${100_000_000 + scatter(number, 30, seed ^ hashOf(table))}`
}

/** Of a person, by the number of the record in the MIS that the school has now. */
export function personId(table: 'students' | 'employees', person: Recorded, seed: number): string {
  return wondeId(table, person.recordNumber ?? person.number, seed)
}

interface Recorded {
  readonly number: number
  readonly recordNumber?: number
}

/** The person's own number: the same in every list of the school, whatever id the record has there. */
export function upiOf(misId: string, schoolId: string): string {
  return createHash('md5').update(misId).update(schoolId).digest('hex')
}
