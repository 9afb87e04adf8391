import type { SourceMembership } from '../source.js'
import type { Datasets } from './payloads.js'
import { calendarDay, idOf, text } from './translate/row.js'
import type { Row } from './translate/row.js'
import { groupRefOf, isClass } from './translate/translate-group.js'
import type { PersonKind } from './translate/translate-person.js'

/** Who is in which group, by the MIS id of a person of one kind. */
export interface Members {
  readonly of: (kind: PersonKind, misId: string) => readonly SourceMembership[]
}

const datasets = { pupil: 'StudentMembers', staff: 'StaffMembers' } as const

/** Joins groups and their members, once every page of them has come: a member may stand pages before its group. */
export function membersIn(pages: readonly Datasets[]): Members {
  const groups = groupFinder(pages.flatMap(({ rows }) => rows('Group')))
  const byPerson = { pupil: new Map<string, SourceMembership[]>(), staff: new Map<string, SourceMembership[]>() }
  for (const kind of ['pupil', 'staff'] as const) {
    const seen = new Set<string>()
    for (const row of pages.flatMap(({ rows }) => rows(datasets[kind]))) {
      const person = text(row, kind === 'pupil' ? 'StudentId' : 'StaffId')
      const group = groups(row)
      // A member of a group that did not come cannot be placed; one without a person is nobody's.
      if (person === null || group === undefined) continue
      const membership = membershipOf(kind, group, row)
      const key = `${person} ${membership.group} ${membership.from ?? ''} ${membership.to ?? ''}`
      if (seen.has(key)) continue
      seen.add(key)
      byPerson[kind].set(person, [...(byPerson[kind].get(person) ?? []), membership])
    }
  }
  return { of: (kind, misId) => byPerson[kind].get(misId) ?? [] }
}

function membershipOf(kind: PersonKind, group: Row, row: Row): SourceMembership {
  const [from, to] = [calendarDay(row, 'StartDate'), calendarDay(row, 'EndDate')]
  return {
    group: groupRefOf(group),
    item: kind === 'staff' ? 'staff.groups' : isClass(group) ? 'pupil.classes' : 'pupil.groups',
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  }
}

/** Finds the group of a member by the id that has its type in it; by the MIS id alone only where no other type has the same. */
function groupFinder(groups: readonly Row[]): (member: Row) => Row | undefined {
  const byIdaasId = new Map(groups.map((group) => [text(group, 'IdaasId') ?? '', group]))
  const byId = new Map<string, Row | undefined>()
  for (const group of groups) byId.set(idOf(group), byId.has(idOf(group)) ? undefined : group)
  return (member) => {
    const idaasId = text(member, 'GroupIdaasId')
    return (idaasId === null ? undefined : byIdaasId.get(idaasId)) ?? byId.get(text(member, 'GroupId') ?? '')
  }
}
