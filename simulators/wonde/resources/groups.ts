import { instantDate } from '../printing/dates.js'
import { toMany } from '../printing/include.js'
import { resource } from '../printing/resource.js'
import { holdersOf, pupilsIn } from '../scene.js'
import { wondeId } from '../wonde-id.js'
import { briefEmployees, briefStudents } from './brief-person.js'
import { STAMP } from './subjects.js'
import type { Group } from '../../model/teaching/group.js'
import type { Fields, Getter } from '../printing/fields.js'

const id: Getter<Group> = ({ number }, { seed }) => wondeId('groups', number, seed)

const naming: Fields<Group> = {
  mis_id: ({ misId }) => misId,
  name: ({ name }) => name,
  code: ({ code }) => code,
  type: ({ type }) => type,
}

const employees = toMany({
  of: 'employees',
  to: briefEmployees,
  ofTheDay: true,
  find: ({ post }: Group, scene) => holdersOf(scene, post),
})

const students = toMany({
  of: 'students',
  to: briefStudents,
  ofTheDay: true,
  find: ({ number }: Group, scene) => pupilsIn(scene, 'byGroup', number),
})

export const groups = resource<Group>({
  identity: 'groups',
  table: 'groups',
  open: {
    id,
    restored_at: () => null,
    created_at: () => instantDate(STAMP),
    updated_at: () => instantDate(STAMP),
    meta: () => null,
  },
  scoped: { ...naming, description: ({ description }) => description, notes: () => null, division: () => null },
  includes: { students, employees },
})

/** A group inside a person: what names it, so that a page of pupils stays small. */
export const briefGroups = resource<Group>({
  identity: 'groups',
  table: 'groups',
  open: { id },
  scoped: naming,
  includes: { employees },
})
