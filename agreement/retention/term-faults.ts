import type { Day } from './days.js'
import type { Term } from './facts.js'

export interface TermFault {
  readonly path: readonly (string | number)[]
  readonly code: 'twice' | 'outsideSchoolYear' | 'endsBeforeStart' | 'overlaps'
}

/** What cannot be in a school's calendar: days outside their school year, breaks that end before they begin, and what overlaps. */
export function termFaults(terms: readonly Term[]): readonly TermFault[] {
  return terms.flatMap((term, index) => [
    ...(terms.findIndex(({ schoolYear }) => schoolYear === term.schoolYear) < index
      ? [{ path: [index, 'schoolYear'], code: 'twice' } as const]
      : []),
    ...faultsOf(term).map(({ path, code }) => ({ path: [index, ...path], code })),
    ...(overlapsAnother(term, terms) ? [{ path: [index, 'autumnFirst'], code: 'overlaps' } as const] : []),
  ])
}

function faultsOf(term: Term): readonly TermFault[] {
  const { autumnFirst, summerLast, breaks } = term
  const outside = (day: Day | null) => day !== null && !within(day, term)
  return [
    ...(outside(autumnFirst) ? [{ path: ['autumnFirst'], code: 'outsideSchoolYear' } as const] : []),
    ...(outside(summerLast) ? [{ path: ['summerLast'], code: 'outsideSchoolYear' } as const] : []),
    ...(autumnFirst !== null && summerLast !== null && summerLast <= autumnFirst
      ? [{ path: ['summerLast'], code: 'endsBeforeStart' } as const]
      : []),
    ...breaks.flatMap(({ from, to }, index): readonly TermFault[] => {
      if (to < from) return [{ path: ['breaks', index, 'to'], code: 'endsBeforeStart' }]
      if (outside(from) || outside(to)) return [{ path: ['breaks', index], code: 'outsideSchoolYear' }]
      const before = breaks[index - 1]
      return before && from <= before.to ? [{ path: ['breaks', index, 'from'], code: 'overlaps' }] : []
    }),
  ]
}

/** The first autumn day may lie in August, and so may the last summer day: the widest that a school year can be. */
function within(day: Day, { schoolYear }: Term): boolean {
  const year = yearOf(schoolYear)
  return day >= `${year}-08-01` && day <= `${year + 1}-08-31`
}

/** Only the autumn's first day and the summer's last before it can meet: both may lie in August. */
function overlapsAnother({ schoolYear, autumnFirst }: Term, terms: readonly Term[]): boolean {
  const before = terms.find((other) => yearOf(other.schoolYear) === yearOf(schoolYear) - 1)
  return autumnFirst !== null && before !== undefined && before.summerLast !== null && autumnFirst <= before.summerLast
}

const yearOf = (schoolYear: string) => Number(schoolYear.slice(0, 4))
