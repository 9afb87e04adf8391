import { londonDay } from '../../agreement/calendar.js'
import type { CountsByKind } from '../../db/control/run.js'
import { findRun, lastWholeRead } from '../../db/control/run.js'
import type { ReadMark } from '../../db/control/school.js'
import { loadHeld } from '../../db/school/record.js'
import { loadWithheld } from '../../db/school/withheld.js'
import type { Completeness, Verdict } from '../../pipeline/verdict.js'
import type { ActivityDependencies } from '../dependencies.js'
import { heldBack } from './held-back.js'
import { openProven } from './open-proven.js'
import { readAll } from './read.js'
import { readChanges } from './read-changes.js'
import { markToAskFrom, termsOfMark } from './read-mark.js'
import { openSchoolKeys } from './school-keys.js'
import { settleWhole } from './settle.js'
import { settleChanges } from './settle-changes.js'
import { loadTerms } from './terms.js'
import { underVigil } from './vigil.js'
import type { Vigil } from './vigil.js'

export interface CollectInput {
  readonly school: string
  readonly run: string
  /** The workflow's time: what day it is for this run. */
  readonly at: string
}

/** What is read after the people, each by an activity of its own. */
export type Further = 'attendance' | 'results' | 'photos'

/** Counts, dates and words; nothing that names a person. */
export interface CollectResult {
  readonly state: 'applied' | 'held' | 'nothingToDo' | 'refused'
  readonly counts: CountsByKind
  readonly completeness: Completeness
  readonly verdict: Verdict
  /** What is left to do: to read what else is granted and shared, to destroy the file that was applied. */
  readonly further: readonly (Further | 'uploads')[]
  /** From where changes can be asked another night; missing where nothing was applied. */
  readonly mark?: ReadMark | null
}

export interface CollectActivities {
  /**
   * Reads the school's people and groups, whole or what changed of them, and applies what differs. Idempotent by run: a second attempt finds
   * what the first did.
   */
  collect(input: CollectInput): Promise<CollectResult>
}

export function collectActivities(deps: ActivityDependencies): CollectActivities {
  return {
    collect: (input) => underVigil(deps, input.school, (vigil) => collect(deps, input, vigil)),
  }
}

async function collect(deps: ActivityDependencies, input: CollectInput, vigil: Vigil): Promise<CollectResult> {
  const [terms, run, last] = await Promise.all([
    loadTerms(deps, input.school),
    findRun(deps.control, input.school, input.run),
    lastWholeRead(deps.control, input.school),
  ])
  const [{ source, said }, { school, keys, withheld, holding }] = await Promise.all([
    openProven(deps, terms, vigil),
    openStore(deps, input.school),
  ])
  const today = londonDay(input.at)
  const permissions = await source.permissions()
  const underTerms = termsOfMark({ terms, grant: vigil.grant(), permissions, withheld }, keys.hashes.digest)
  const passing = { hashes: keys.hashes, grantedOf: heldBack(withheld, keys.hashes) }
  const settling = { input, terms, today, keys, school, source, vigil, withheld, permissions, underTerms, said, last }

  const mark = markToAskFrom(terms, {
    trigger: run?.trigger,
    today,
    underTerms,
    isProven: terms.binding.provenAt !== null,
  })
  const changed = mark && (await readChanges({ ...passing, source, mark: mark.source, terms, today, vigil, holding }))
  if (mark && changed) return settleChanges(deps, { ...settling, held: await holding }, changed, mark)
  const reading = await readAll(source, terms, today, vigil, passing)
  return settleWhole(deps, { ...settling, held: await holding }, reading)
}

/** What a read is compared with. What is held is a promise still: it comes while the source is read. */
async function openStore({ schools, keyring }: ActivityDependencies, id: string) {
  const [school, keys] = await Promise.all([schools.open(id), openSchoolKeys(keyring, id)])
  const holding = loadHeld(school.db)
  // Awaited after the read; if that fails first, what became of this is nobody's.
  holding.catch(() => undefined)
  return { school, keys, holding, withheld: await loadWithheld(school.db) }
}
