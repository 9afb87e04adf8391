import { instantDate } from '../dates.js'
import { holderOf, pupilsIn } from '../scene.js'
import { wondeId } from '../wonde-id.js'
import { briefEmployee, briefStudent } from './brief-person.js'
import { STAMP } from './subjects.js'
import type { Group } from '../../model/teaching/group.js'
import type { Resource } from '../resource.js'

export const groups: Resource<Group> = {
  identity: 'groups',
  table: 'groups',
  open: {
    id: ({ number }, { seed }) => wondeId('groups', number, seed),
    restored_at: () => null,
    created_at: () => instantDate(STAMP),
    updated_at: () => instantDate(STAMP),
    meta: () => null,
  },
  scoped: {
    mis_id: ({ misId }) => misId,
    name: ({ name }) => name,
    code: ({ code }) => code,
    type: ({ type }) => type,
    description: ({ description }) => description,
    notes: () => null,
    division: () => null,
  },
  includes: {
    students: {
      of: 'students',
      relate: ({ number }, scene) => pupilsIn(scene, 'byGroup', number).map((pupil) => briefStudent(pupil, scene)),
    },
    employees: {
      of: 'employees',
      relate: ({ post }, scene) => {
        const holder = holderOf(scene, post)
        return holder ? [briefEmployee(holder, scene)] : []
      },
    },
  },
}
