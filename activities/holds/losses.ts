import { londonDay } from '../../agreement/calendar.js'
import { isDueToLeave } from '../../agreement/guard/cohort.js'
import type { Loss } from '../../agreement/guard/guard.js'
import { factsOfPerson, spellIn } from '../../agreement/retention/known-person.js'
import type { KnownPerson } from '../../agreement/retention/known-person.js'
import { knownSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import type { Held } from '../../pipeline/compare.js'

/** Those who are missing, by what explains it. Records' ids. */
export interface Missing {
  /** The source states it: never held, whatever the number. */
  readonly stated: ReadonlySet<string>
  /** The record said itself when it would be: as good as stated. */
  readonly dated: ReadonlySet<string>
  /** The top year, after its end. */
  readonly cohort: ReadonlySet<string>
  /** Nobody said it and nothing explains it. */
  readonly unexplained: ReadonlySet<string>
}

/** Sorts who is missing by what explains it. `known` tells what is known of them; of whom nothing opens any more nothing is explained. */
export function sortMissing(
  missing: readonly Held[],
  stated: (id: string) => boolean,
  known: ReadonlyMap<string, KnownPerson>,
  { school, at }: { readonly school: School; readonly at: Date },
): Missing {
  const sorted = {
    stated: new Set<string>(),
    dated: new Set<string>(),
    cohort: new Set<string>(),
    unexplained: new Set<string>(),
  }
  const today = londonDay(at.toISOString())
  for (const { id } of missing) {
    const person = known.get(id)
    const why = stated(id)
      ? 'stated'
      : person && hasLeft(person, today)
        ? 'dated'
        : person && isDueToLeave(factsOfPerson(knownSchool(school), person, at))
          ? 'cohort'
          : 'unexplained'
    sorted[why].add(id)
  }
  return sorted
}

/** The last spell that the source gave ended before today. */
function hasLeft({ facts }: KnownPerson, today: string): boolean {
  const last = facts.findLast(({ what }) => what === 'spell')
  if (!last) return false
  const { leaving } = spellIn(last.value)
  return leaving !== null && leaving < today
}

/** The figures of one kind, for the guard. */
export function lossOf(
  kind: Loss['kind'],
  {
    held,
    missing,
    sorted,
  }: { readonly held: readonly Held[]; readonly missing: readonly Held[]; readonly sorted: Missing },
): Loss {
  const own = missing.filter((one) => one.kind === kind)
  const count = (of: ReadonlySet<string>) => own.filter(({ id }) => of.has(id)).length
  const absentBefore = own.filter(({ absent }) => absent).length
  return {
    kind,
    // Those whose absence waits were there before it.
    listedBefore: held.filter((one) => one.kind === kind && !one.absent).length + absentBefore,
    missing: own.length,
    stated: count(sorted.stated),
    dated: count(sorted.dated),
    cohort: count(sorted.cohort),
  }
}
