import type { Spell } from '../../source.js'
import type { Block } from '../../block.js'
import { reference, text } from './block.js'
import { dayIn, lastDayIn } from './days.js'
import { isRemoved } from './status.js'

/** Somebody's place in a class, as pupil or as one who teaches it. `last` is the last day that counts. */
export interface Enrolment {
  readonly class: string
  readonly asPupil: boolean
  readonly primary: boolean
  readonly from: string | null
  readonly last: string | null
}

/** One row of `enrollments`, and whose it is; null of one that is removed or leads nowhere. */
export function enrolmentOf(row: Block): { readonly user: string; readonly enrolment: Enrolment } | null {
  const [user, inClass] = [reference(row, 'user'), reference(row, 'class')]
  if (isRemoved(row) || user === null || inClass === null) return null
  return {
    user,
    enrolment: {
      class: inClass,
      asPupil: (text(row, 'role') ?? '').toLowerCase() === 'student',
      primary: (text(row, 'primary') ?? '').toLowerCase() === 'true',
      from: dayIn(row, 'beginDate'),
      last: lastDayIn(row, 'endDate'),
    },
  }
}

/**
 * The time on roll, as far as enrolments tell it: version 1.1 says it nowhere else. Only if all of somebody's places have begun on a day, or
 * all have ended; and only where most of the others in those classes were there before, or stay on. Else it is the class that begins or
 * ends, and a school that moves its pupils up in August must not look like one whose pupils have all left, or are all still to come.
 */
export function spellOf(places: readonly Enrolment[], mates: Mates): Spell | null {
  const start = own(
    places,
    mates,
    ({ from }) => from,
    (day, other) => other === null || other < day,
  )
  const leaving = own(
    places,
    mates,
    ({ last }) => last,
    (day, other) => other === null || other > day,
    -1,
  )
  return start === null && leaving === null ? null : { start, leaving }
}

/** The pupils' places of each class. */
export type Mates = ReadonlyMap<string, readonly Enrolment[]>

/** The first of somebody's days, or with -1 the last; null if one is open, or most of the others have it too. */
function own(
  places: readonly Enrolment[],
  mates: Mates,
  dayOf: (place: Enrolment) => string | null,
  differs: (day: string, other: string | null) => boolean,
  which = 0,
): string | null {
  const days = places.map(dayOf).filter((day) => day !== null)
  const day = days.length === places.length ? days.sort().at(which) : undefined
  if (day === undefined) return null
  const around = places.filter((place) => dayOf(place) === day).flatMap((place) => mates.get(place.class) ?? [])
  const others = around.filter((place) => !places.includes(place))
  return others.filter((place) => differs(day, dayOf(place))).length * 2 > others.length ? day : null
}
