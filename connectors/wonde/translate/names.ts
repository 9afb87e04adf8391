import type { ItemValue } from '../../../agreement/items.js'
import type { Block } from '../../block.js'
import { text } from './block.js'

export function nameOf(person: Block): ItemValue {
  const forename = text(person, 'forename')
  const surname = text(person, 'surname')
  const middleNames = text(person, 'middle_names')
  return forename === null && surname === null && middleNames === null ? null : { forename, surname, middleNames }
}

export function legalNameOf(person: Block): ItemValue {
  const forename = text(person, 'legal_forename')
  const surname = text(person, 'legal_surname')
  return forename === null && surname === null ? null : { forename, surname }
}
