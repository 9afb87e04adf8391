import { instantDate } from '../dates.js'
import { holderOf, pupilsIn } from '../scene.js'
import { oneOrNothing, render } from '../resource.js'
import { wondeId } from '../wonde-id.js'
import { briefEmployee, briefStudent } from './brief-person.js'
import { subjects } from './subjects.js'
import type { TeachingClass } from '../../model/teaching/teaching-class.js'
import type { Resource } from '../resource.js'

const mainTeacher = {
  role: 'Main Class Teacher',
  all_roles: ['Main Class Teacher'],
  is_main_teacher: true,
  is_class_teacher: true,
}

export const classes: Resource<TeachingClass> = {
  identity: 'classes',
  table: 'classes',
  open: {
    id: ({ number }, { seed }) => wondeId('classes', number, seed),
    alternative: () => false,
    priority: () => null,
    restored_at: () => null,
    created_at: ({ schoolYear }) => instantDate(`${schoolYear}-08-20 02:00:00`),
    updated_at: ({ schoolYear }) => instantDate(`${schoolYear}-08-20 02:00:00`),
  },
  scoped: {
    mis_id: ({ misId }) => misId,
    type: () => null,
    name: ({ name }) => name,
    code: ({ code }) => code,
    description: ({ name }) => name,
    subject: ({ subject }, { seed }) => wondeId('subjects', subject.number, seed),
    academic_year: ({ schoolYear }) => String(schoolYear),
    year_group: ({ yearGroup }) => yearGroup,
  },
  includes: {
    subject: {
      of: 'subjects',
      relate: ({ subject }, scene) => oneOrNothing(render(subjects, subject, scene)),
    },
    students: {
      of: 'students',
      relate: ({ number }, scene) => pupilsIn(scene, 'byClass', number).map((pupil) => briefStudent(pupil, scene)),
    },
    employees: {
      of: 'employees',
      relate: ({ post }, scene) => {
        const holder = holderOf(scene, post)
        return holder ? [{ ...briefEmployee(holder, scene), meta: mainTeacher }] : []
      },
    },
  },
}
