import type { SourceMembership } from '../../source.js'
import type { Block } from '../../block.js'
import type { Enrolment } from './enrolments.js'
import type { Numbers } from './numbers.js'
import type { Role } from './roles.js'

/** A class as far as people need it. */
export interface ClassKnown {
  readonly title: string | null
  /** A registration group: what OneRoster calls a homeroom. */
  readonly homeroom: boolean
}

/** Everything that was read of one person, gathered from the lists that it stands in. */
export interface Person {
  readonly row: Block
  readonly roles: readonly Role[]
  readonly numbers: Numbers
  /** The row of `demographics`; null where there is none of the person, undefined where the list was not asked for or is not shared. */
  readonly birth: Block | null | undefined
  readonly enrolments: readonly Enrolment[]
  readonly classes: ReadonlyMap<string, ClassKnown>
}

/** The classes of a person as memberships; days are told only where the source tells them. */
export function membershipsOf(
  { enrolments, classes }: Person,
  asPupil: boolean,
  itemOf: (homeroom: boolean) => SourceMembership['item'],
): readonly SourceMembership[] {
  return enrolments
    .filter((one) => one.asPupil === asPupil)
    .map(({ class: group, from, last }) => ({
      group,
      item: itemOf(classes.get(group)?.homeroom ?? false),
      ...(from === null ? {} : { from }),
      ...(last === null ? {} : { to: last }),
    }))
}

/** The registration group: the one homeroom, or of several the one that is called primary. */
export function registrationOf({ enrolments, classes }: Person): string | null {
  const homes = enrolments.filter((one) => one.asPupil && classes.get(one.class)?.homeroom === true)
  const [only, ...others] = homes.length > 1 ? homes.filter(({ primary }) => primary) : homes
  return only && others.length === 0 ? (classes.get(only.class)?.title ?? null) : null
}
