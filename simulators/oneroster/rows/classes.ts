import { schoolYearOf } from '../../model/calendar.js'
import { subjects } from '../../model/teaching/subjects.js'
import { reference, schoolReference, seedOf } from '../scene.js'
import { sourcedId } from '../sourced-id.js'
import { termReferences } from './sessions.js'
import type { Group } from '../../model/teaching/group.js'
import type { TeachingClass } from '../../model/teaching/teaching-class.js'
import type { Row, Scene } from '../scene.js'

/** What registration is a class of. */
const REGISTRATION_COURSE = 0

/** Registration groups as homerooms, teaching classes as scheduled ones. Year groups, houses and clubs have no place in OneRoster. */
export function classes(scene: Scene): Row[] {
  return [
    ...registrations(scene).map((group) => homeroom(scene, group)),
    ...scene.roster.classes.map((one) => taught(scene, one)),
  ]
}

export function courses(scene: Scene): Row[] {
  const course = (number: number, title: string, courseCode: string): Row => ({
    sourcedId: sourcedId('course', number, seedOf(scene)),
    status: 'active',
    dateLastModified: '2015-09-01T02:00:00.000Z',
    title,
    courseCode,
    org: schoolReference(scene),
    grades: [],
    subjects: number === REGISTRATION_COURSE ? [] : [title],
    subjectCodes: [],
  })
  return [
    course(REGISTRATION_COURSE, 'Registration', 'Reg'),
    ...subjects.map(({ number, name, code }) => course(number, name, code)),
  ]
}

export function registrations({ roster }: Scene): readonly Group[] {
  return roster.groups.filter(({ type }) => type === 'REGISTRATION')
}

export function registrationId(scene: Scene, { number }: Group): string {
  return sourcedId('registration', number, seedOf(scene))
}

export function classId(scene: Scene, { number }: TeachingClass): string {
  return sourcedId('class', number, seedOf(scene))
}

function homeroom(scene: Scene, group: Group): Row {
  const year = schoolYearOf(scene.roster.day)
  return {
    ...outline(scene, year, REGISTRATION_COURSE),
    sourcedId: registrationId(scene, group),
    title: group.name,
    classCode: group.code,
    classType: 'homeroom',
    grades: [],
    subjects: [],
  }
}

function taught(scene: Scene, one: TeachingClass): Row {
  return {
    ...outline(scene, one.schoolYear, one.subject.number),
    sourcedId: classId(scene, one),
    title: one.name,
    classCode: one.code,
    classType: 'scheduled',
    grades: [gradeOf(one.yearGroup)],
    subjects: [one.subject.name],
  }
}

function outline(scene: Scene, year: number, course: number) {
  return {
    status: 'active',
    dateLastModified: `${year}-08-20T02:00:00.000Z`,
    course: reference(scene, 'courses', sourcedId('course', course, seedOf(scene)), 'course'),
    school: schoolReference(scene),
    terms: termReferences(scene, year),
    subjectCodes: [],
    periods: [],
  }
}

/** Numbers have two digits, as OneRoster's vocabulary of grades writes them. */
export function gradeOf(year: string): string {
  return /^\d$/.test(year) ? `0${year}` : year
}
