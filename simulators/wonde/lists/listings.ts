import { subjects as taughtSubjects } from '../../model/teaching/subjects.js'
import { listing } from './listing.js'
import { classes } from '../resources/classes.js'
import { employees } from '../resources/employees.js'
import { groups } from '../resources/groups.js'
import { students } from '../resources/students.js'
import { subjects } from '../resources/subjects.js'
import type { Listing } from './listing.js'

/** The collections of a school, by the last part of their path. */
export const listings: ReadonlyMap<string, Listing> = new Map([
  ['students', listing('students', students, ({ roster }) => roster.pupils)],
  ['students-leaver', listing('students_leaver', students, ({ roster }) => roster.leavers)],
  ['students-pre-admission', listing('students_pre_admission', students, ({ roster }) => roster.preAdmission)],
  ['employees', listing('employees', employees, ({ roster }) => roster.staff)],
  ['groups', listing('groups', groups, ({ roster }) => roster.groups)],
  ['classes', listing('classes', classes, ({ roster }) => roster.classes)],
  ['subjects', listing('subjects', subjects, () => taughtSubjects)],
])
