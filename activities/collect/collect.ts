import { londonDay } from '../../agreement/calendar.js'
import type { ItemCode } from '../../agreement/items.js'
import type { Source } from '../../connectors/source.js'
import type { CountsByKind } from '../../db/control/run.js'
import { applyPlan, changesAnything } from '../../db/school/apply/apply.js'
import { isPerson } from '../../db/school/apply/plan.js'
import type { StatedLeaving } from '../../db/school/apply/plan.js'
import { countChanges } from '../../db/school/change.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { loadHeld } from '../../db/school/record.js'
import { lapse } from '../../db/school/school-question.js'
import { loadWithheld } from '../../db/school/withheld.js'
import type { Withheld } from '../../db/school/withheld.js'
import { subjectsToLookAt } from '../../db/school/timer.js'
import { compare } from '../../pipeline/compare.js'
import type { ChangeSet } from '../../pipeline/compare.js'
import { verdict } from '../../pipeline/verdict.js'
import type { Completeness, Verdict } from '../../pipeline/verdict.js'
import type { ActivityDependencies } from '../dependencies.js'
import { decideFor } from '../time/decide.js'
import { keepSchoolTimes } from '../time/keep-school-times.js'
import { countsOf, tally } from './count.js'
import { siftErased } from './erased-before.js'
import type { Sifted } from './erased-before.js'
import { statedLeavings } from './departures.js'
import { heldBack } from './held-back.js'
import { place, planApply } from './plan.js'
import { openProven } from './open-proven.js'
import { readAll } from './read.js'
import type { Reading } from './read.js'
import { recogniser } from './recognise.js'
import { openSchoolKeys } from './school-keys.js'
import { loadTerms } from './terms.js'
import type { Terms } from './terms.js'
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
  readonly state: 'applied' | 'nothingToDo' | 'refused'
  readonly counts: CountsByKind
  readonly completeness: Completeness
  readonly verdict: Verdict
  /** What else of the school is granted and shared, and so is to be read. */
  readonly further: readonly Further[]
}

export interface CollectActivities {
  /** Reads the school's people and groups whole, and applies what differs. Idempotent by run: a second attempt finds what the first did. */
  collect(input: CollectInput): Promise<CollectResult>
}

export function collectActivities(deps: ActivityDependencies): CollectActivities {
  return {
    collect: (input) => underVigil(deps, input.school, (vigil) => collect(deps, input, vigil)),
  }
}

async function collect(deps: ActivityDependencies, input: CollectInput, vigil: Vigil): Promise<CollectResult> {
  const terms = await loadTerms(deps, input.school)
  const [source, { school, keys, withheld, holding }] = await Promise.all([
    openProven(deps, terms, vigil),
    openStore(deps, input.school),
  ])
  const today = londonDay(input.at)
  const grantedOf = heldBack(withheld, keys.hashes)
  const reading = await readAll(source, terms, today, vigil, { hashes: keys.hashes, grantedOf })
  return settle(deps, {
    schoolId: input.school,
    terms,
    run: input.run,
    at: input.at,
    today,
    keys,
    school,
    held: await holding,
    reading,
    source,
    vigil,
    withheld,
  })
}

/** What a read is compared with. What is held is a promise still: it comes while the source is read. */
async function openStore({ schools, keyring }: ActivityDependencies, id: string) {
  const [school, keys] = await Promise.all([schools.open(id), openSchoolKeys(keyring, id)])
  const holding = loadHeld(school.db)
  // Awaited after the read; if that fails first, what became of this is nobody's.
  holding.catch(() => undefined)
  return { school, keys, holding, withheld: await loadWithheld(school.db) }
}

interface Settling {
  readonly schoolId: string
  readonly terms: Terms
  readonly run: string
  readonly at: string
  readonly today: string
  readonly keys: Awaited<ReturnType<typeof openSchoolKeys>>
  readonly school: OpenSchool
  readonly held: Awaited<ReturnType<typeof loadHeld>>
  readonly reading: Reading
  readonly source: Source
  readonly vigil: Vigil
  readonly withheld: readonly Withheld[]
}

/** Compares, judges, and applies or leaves alone. */
async function settle(deps: ActivityDependencies, settling: Settling): Promise<CollectResult> {
  const { run, school, held, today, keys } = settling
  const sifted = await siftErased(school.db, settling.reading.arrivals, keys.lookup, new Date(settling.at))
  const reading = {
    ...settling.reading,
    arrivals: sifted.arrivals,
    refusedPeople: withErased(settling.reading, sifted),
  }
  const changes = compare(reading.arrivals, held, await recogniser(school.db, reading.arrivals, held))
  const completeness = completenessOf(reading, settling.vigil)
  const holds = tally(held.filter(({ absent }) => !absent))
  const judged = verdict(completeness, (kind) => (holds[kind] ?? 0) > 0)
  const unchanged = tally(changes.unchanged.map(({ held: one }) => one))
  if (!judged.apply) return { state: 'refused', counts: {}, completeness, verdict: judged, further: [] }

  const at = new Date(settling.at)
  const lookAgainAt = await subjectsToLookAt(school.db, at)
  const decide = decideFor(settling.terms.school, settling.terms.law, at, at)
  const stated = await leavings(settling, changes, lookAgainAt)
  const changed = changesAnything(changes)
  const input = {
    school: settling.schoolId,
    runId: run,
    at: settling.at,
    today,
    changes,
    keys,
    decide,
    lookAgainAt,
    stated,
    withheld: settling.withheld,
  }
  if (changed || lookAgainAt.length > 0)
    await applyPlan(school.pool, await planApply(deps, input, place(input, reading.arrivals)))
  await lapse(school.db, 'noWholeRead')
  await keepSchoolTimes(deps, settling.schoolId, at)
  const ops = (await countChanges(school.db, run)).filter(({ kind }) => !isFurther.has(kind))
  const counts = countsOf(ops, unchanged, reading.refusedItems)
  const state = changed || ops.length > 0 ? 'applied' : 'nothingToDo'
  return { state, counts, completeness, verdict: judged, further: furtherOf(settling) }
}

/** What has an activity of its own is counted there. */
const isFurther: ReadonlySet<string> = new Set(['attendance', 'result', 'photo'])

/** What is asked for where it is granted to us and shared there, and not otherwise (R02, R03). */
function furtherOf({ vigil, reading, source }: Settling): CollectResult['further'] {
  const isShared = (item: ItemCode) => vigil.grant().items.has(item) && reading.permissions.permitted.has(item)
  return [
    ...(source.marks && isShared('pupil.attendance') ? (['attendance'] as const) : []),
    ...(source.assessment && isShared('pupil.assessments') ? (['results'] as const) : []),
    ...(source.photos && isShared('pupil.photo') ? (['photos'] as const) : []),
  ]
}

/** Who was erased and is still listed is counted with the others who are refused. */
function withErased({ refusedPeople }: Reading, { refused }: Sifted): Reading['refusedPeople'] {
  return refused === 0 ? refusedPeople : { ...refusedPeople, erased: refused }
}

/** Asks about those who are missing since this read, and those whose dates wait for somebody to say more. */
function leavings(
  { source, school, keys, reading, held }: Settling,
  changes: ChangeSet,
  lookAgainAt: readonly string[],
): Promise<ReadonlyMap<string, StatedLeaving>> {
  const again = new Set(lookAgainAt)
  const missing = [...changes.missing, ...held.filter(({ id, absent }) => absent && again.has(id))]
  return statedLeavings({
    source,
    db: school.db,
    hashes: keys.hashes,
    read: reading.departures,
    missing: missing.filter(isPerson),
  })
}

function completenessOf(reading: Reading, vigil: Vigil): Completeness {
  const { walks, permissions, refusedPeople, findings, unknownGroups } = reading
  const notPermitted = [...vigil.grant().items].filter((item) => !permissions.permitted.has(item))
  return { walks, permissions: permissions.fingerprint, notPermitted, refusedPeople, findings, unknownGroups }
}
