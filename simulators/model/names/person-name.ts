import { chance, pick } from '../random.js'
import { boysNames, girlsNames } from './forenames.js'
import { surnameOf } from './surnames.js'

export interface PersonName {
  readonly forename: string
  readonly middleNames: string | null
  readonly surname: string
  readonly legalForename: string
  readonly legalSurname: string
  readonly initials: string
}

export interface NamedPerson {
  readonly female: boolean
  readonly name: PersonName
}

/** A person's name at birth of the record, so to speak; later surnames are the life's business. */
export function nameOf(seed: number, kind: string, number: number): NamedPerson {
  const female = chance(seed, 0.5, 'female', kind, number)
  const list = female ? girlsNames : boysNames
  const legalForename = pick(seed, list, 'forename', kind, number)
  const legalSurname = surnameOf(seed, kind, number)
  const forename = chance(seed, 0.08, 'known as', kind, number)
    ? pick(seed, list, 'other forename', kind, number)
    : legalForename
  const surname = chance(seed, 0.02, 'uses', kind, number) ? surnameOf(seed, kind, number, 'used') : legalSurname
  const middleNames = chance(seed, 0.6, 'middle', kind, number) ? pick(seed, list, 'middle name', kind, number) : null
  const initials = initialsOf(forename, surname)
  return { female, name: { forename, middleNames, surname, legalForename, legalSurname, initials } }
}

export function initialsOf(forename: string, surname: string): string {
  return forename.charAt(0) + surname.charAt(0)
}
