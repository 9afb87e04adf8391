import { londonDay } from '../../agreement/calendar.js'
import { settledGuards } from '../../agreement/guard/settled-guards.js'
import type { OpenSchool } from '../../db/school/pools.js'
import type { Withheld } from '../../db/school/withheld.js'
import type { Held, Recognise } from '../../pipeline/compare.js'
import type { Arrival, SchoolHashes } from '../../pipeline/digest.js'
import type { ActivityDependencies } from '../dependencies.js'
import { holdBackAgain } from './hold-back-again.js'
import { recognition } from './recognise.js'
import { keepApart } from './reused-ids.js'
import type { KeptApart } from './reused-ids.js'
import type { Rekey } from './recognise.js'
import { judgeRekey } from './rekey/judge.js'
import type { Doubt, Threshold } from './rekey/judge.js'
import type { Terms } from './terms.js'
import type { Vigil } from './vigil.js'

interface Meeting {
  readonly terms: Terms
  readonly today: string
  readonly keys: { readonly hashes: SchoolHashes }
  readonly school: OpenSchool
  readonly held: readonly Held[]
  readonly vigil: Vigil
  readonly withheld: readonly Withheld[]
}

/** A whole read and what is held, so far as it is known who is whom. */
export interface Met extends KeptApart {
  readonly recognise: Recognise
  readonly rekey: Rekey | null
  /** Why it is not known well enough for anything to be applied. */
  readonly doubted: ReturnType<typeof judgeRekey>
}

/** Finds out who of a whole read is whom of those held, before the two are compared. */
export async function meet(
  { keyring }: ActivityDependencies,
  { terms, today, keys, school, held, vigil, withheld }: Meeting,
  arrivals: readonly Arrival[],
): Promise<Met> {
  const looking = {
    db: school.db,
    openKeys: (ids: readonly string[]) => keyring.openKeys(terms.school.id, ids),
    lastReadOn: terms.school.last_whole_read_at && londonDay(terms.school.last_whole_read_at.toISOString()),
  }
  const { doubts, ...known } = await recognition(looking, arrivals, held)
  const again = {
    withheld,
    recognise: known.recognise,
    hashes: keys.hashes,
    terms: { granted: vigil.grant().items, people: terms.agreement.people, today },
  }
  const heldBack = holdBackAgain(arrivals, again)
  // On a night of other ids each was looked at anew already.
  const apart = known.rekey
    ? { arrivals: heldBack, held: known.held, reused: [], retired: known.rekey.retired }
    : await keepApart(looking, heldBack, known.held)
  return { ...known, ...apart, doubted: judgeRekey(doubts, thresholdsOf(terms)) }
}

/** What may go unexplained, as the agreement has it and the school may have moved it. */
function thresholdsOf({ agreement, school }: Terms): Readonly<Record<Doubt['kind'], Threshold>> {
  const { unexplainedPupils, staff } = settledGuards(agreement.guards, school.settings.guards)
  return { pupil: unexplainedPupils, staff }
}
