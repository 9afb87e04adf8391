import { hashOf, scatter } from '../model/random.js'

/** Kinds of object that have ids of their own. */
export type OneRosterTable = 'pupil' | 'staff' | 'parent' | 'registration' | 'class' | 'course' | 'session'

const letters: Readonly<Record<OneRosterTable, string>> = {
  pupil: 'u',
  staff: 'u',
  parent: 'u',
  registration: 'c',
  class: 'c',
  course: 'k',
  session: 's',
}

/** Opaque, and the same for as long as the school is. Users of every sort look alike: which is which, roles say. */
export function sourcedId(table: OneRosterTable, number: number, seed: number): string {
  return `${letters[table]}${table.length}${scatter(number, 30, seed ^ hashOf(`oneroster ${table}`)).toString(36)}`
}
