import { classes, courses } from '../rows/classes.js'
import { enrollments } from '../rows/enrollments.js'
import { orgs } from '../rows/orgs.js'
import { demographics } from '../rows/people.js'
import { academicSessions } from '../rows/sessions.js'
import { parents, staff, students } from '../rows/users.js'
import type { Row, Scene } from '../scene.js'

/** What a path lists, and the names under which it is printed. */
export interface Collection {
  /** The last word of its path. */
  readonly name: string
  readonly many: string
  readonly one: string
  readonly rows: (scene: Scene) => Row[]
}

const listed: readonly Collection[] = [
  { name: 'orgs', many: 'orgs', one: 'org', rows: orgs },
  { name: 'schools', many: 'orgs', one: 'org', rows: orgs },
  { name: 'academicSessions', many: 'academicSessions', one: 'academicSession', rows: academicSessions },
  {
    name: 'terms',
    many: 'academicSessions',
    one: 'academicSession',
    rows: (scene) => academicSessions(scene).filter(({ type }) => type === 'term'),
  },
  { name: 'courses', many: 'courses', one: 'course', rows: courses },
  { name: 'classes', many: 'classes', one: 'class', rows: classes },
  {
    name: 'users',
    many: 'users',
    one: 'user',
    rows: (scene) => [...students(scene), ...staff(scene), ...parents(scene)],
  },
  { name: 'students', many: 'users', one: 'user', rows: students },
  {
    name: 'teachers',
    many: 'users',
    one: 'user',
    rows: (scene) => staff(scene).filter((row) => hasRole(row, 'teacher')),
  },
  { name: 'enrollments', many: 'enrollments', one: 'enrollment', rows: enrollments },
  { name: 'demographics', many: 'demographics', one: 'demographics', rows: demographics },
]

/** The collections by their paths. */
export const collections: ReadonlyMap<string, Collection> = new Map(listed.map((one) => [one.name, one]))

/** What is also to be had below `/schools/{id}/`. */
export const ofSchools: ReadonlySet<string> = new Set([
  'courses',
  'classes',
  'students',
  'teachers',
  'terms',
  'enrollments',
])

/** What Xporter has of all this. */
export const coreOnly: ReadonlySet<string> = new Set([
  'orgs',
  'users',
  'academicSessions',
  'classes',
  'courses',
  'enrollments',
])

function hasRole(row: Row, role: string): boolean {
  return row['role'] === role || JSON.stringify(row['roles'] ?? []).includes(`"role":"${role}"`)
}
