import type { ListName, ListPlan } from '../feed.js'

/** Where a list is: below the school where the provider knows such paths, else among the lists of everybody it serves. */
export interface Route {
  readonly nested: string | null
  readonly base: string
  /** The key under which the rows come. */
  readonly envelope: string
  /** Whose rows of the list of everybody are meant; a user is of many sorts. */
  readonly role?: string
}

export const routes: Readonly<Record<ListName, Route>> = {
  classes: { nested: 'classes', base: 'classes', envelope: 'classes' },
  enrollments: { nested: 'enrollments', base: 'enrollments', envelope: 'enrollments' },
  students: { nested: 'students', base: 'users', envelope: 'users', role: 'student' },
  staff: { nested: 'teachers', base: 'users', envelope: 'users', role: 'teacher' },
  // There is no such list below a school.
  demographics: { nested: null, base: 'demographics', envelope: 'demographics' },
}

type Query = Readonly<Record<string, string>>

/**
 * The ways in which a list may be asked for, the narrowest first: what does not understand a question answers it with 400, and is then asked
 * a simpler one. OneRoster joins two expressions at most, so a role and a status leave no room for a date. In 1.2 a role stands in a list,
 * and nobody says what comes of filtering by that.
 */
export function queriesOf({ role }: Route, nested: boolean, plan: ListPlan, version: '1.1' | '1.2'): readonly Query[] {
  const since = plan.since === undefined ? null : `dateLastModified>='${plan.since}'`
  const second = nested ? since : role === undefined || version === '1.2' ? null : `role='${role}'`
  const narrow = { fields: plan.fields.join(','), sort: 'sourcedId', orderBy: 'asc' }
  const statuses = plan.who === 'present' ? ["status='active'"] : ["status!='active'", "status='tobedeleted'"]
  return [
    ...(second === null ? [] : statuses.map((status) => ({ ...narrow, filter: `${status} AND ${second}` }))),
    ...statuses.map((status) => ({ ...narrow, filter: status })),
    ...statuses.map((status) => ({ filter: status })),
    {},
  ]
}
