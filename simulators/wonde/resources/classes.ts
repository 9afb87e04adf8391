import { instantDate } from '../printing/dates.js'
import { toMany, toOne } from '../printing/include.js'
import { resource } from '../printing/resource.js'
import { holdersOf, pupilsIn } from '../scene.js'
import { wondeId } from '../wonde-id.js'
import { briefStudents, classTeachers } from './brief-person.js'
import { subjects } from './subjects.js'
import type { TeachingClass } from '../../model/teaching/teaching-class.js'
import type { Fields, Getter } from '../printing/fields.js'

const id: Getter<TeachingClass> = ({ number }, { seed }) => wondeId('classes', number, seed)

const naming: Fields<TeachingClass> = {
  mis_id: ({ misId }) => misId,
  name: ({ name }) => name,
  code: ({ code }) => code,
  subject: ({ subject }, { seed }) => wondeId('subjects', subject.number, seed),
}

const subject = toOne({ of: 'subjects', to: subjects, find: ({ subject }: TeachingClass) => [subject] })

const employees = toMany({
  of: 'employees',
  to: classTeachers,
  ofTheDay: true,
  find: ({ post }: TeachingClass, scene) => holdersOf(scene, post),
})

const students = toMany({
  of: 'students',
  to: briefStudents,
  ofTheDay: true,
  find: ({ number }: TeachingClass, scene) => pupilsIn(scene, 'byClass', number),
})

export const classes = resource<TeachingClass>({
  identity: 'classes',
  table: 'classes',
  open: {
    id,
    alternative: () => false,
    priority: () => null,
    restored_at: () => null,
    created_at: ({ schoolYear }) => instantDate(`${schoolYear}-08-20 02:00:00`),
    updated_at: ({ schoolYear }) => instantDate(`${schoolYear}-08-20 02:00:00`),
  },
  scoped: {
    ...naming,
    type: () => null,
    description: ({ name }) => name,
    academic_year: ({ schoolYear }) => String(schoolYear),
    year_group: ({ yearGroup }) => yearGroup,
  },
  includes: { subject, students, employees },
})

/** A class inside a person: what names it, so that a page of pupils stays small. */
export const briefClasses = resource<TeachingClass>({
  identity: 'classes',
  table: 'classes',
  open: { id },
  scoped: naming,
  includes: { subject, employees },
})
