import type { ItemCode } from '../../agreement/items.js'
import { isFedByUploads } from '../../connectors/oneroster/settings.js'
import type { Permissions, Source } from '../../connectors/source.js'
import type { ReadMark } from '../../db/control/school.js'
import { applyPlan, changesAnything } from '../../db/school/apply/apply.js'
import { isPerson } from '../../db/school/apply/plan.js'
import type { StatedLeaving } from '../../db/school/apply/plan.js'
import { countChanges } from '../../db/school/change.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { forgetRefused, loadRefused } from '../../db/school/rejection.js'
import { lapse } from '../../db/school/school-question.js'
import { subjectsToLookAt } from '../../db/school/timer.js'
import type { Withheld } from '../../db/school/withheld.js'
import { refKey } from '../../pipeline/assign.js'
import { compare } from '../../pipeline/compare.js'
import type { ChangeSet, Held } from '../../pipeline/compare.js'
import type { Arrival } from '../../pipeline/digest.js'
import { heed, isRefusedInPart } from '../../pipeline/refused.js'
import { verdict } from '../../pipeline/verdict.js'
import type { Completeness } from '../../pipeline/verdict.js'
import type { ActivityDependencies } from '../dependencies.js'
import { decideFor } from '../time/decide.js'
import { keepSchoolTimes } from '../time/keep-school-times.js'
import type { CollectInput, CollectResult } from './collect.js'
import { countsOf, tally } from './count.js'
import { statedLeavings } from './departures.js'
import { meet } from './meet.js'
import type { Met } from './meet.js'
import { siftErased } from './erased-before.js'
import type { Sifted } from './erased-before.js'
import { place, planApply } from './plan.js'
import { earlier } from './read.js'
import type { Reading } from './read.js'
import type { ChangedReading } from './read-changes.js'
import { markAfter } from './read-mark.js'
import type { SchoolKeys } from './school-keys.js'
import type { Terms } from './terms.js'
import type { Vigil } from './vigil.js'

/** One run's read, its school's store, and what holds for both. */
export interface Settling {
  readonly input: CollectInput
  readonly terms: Terms
  readonly today: string
  readonly keys: SchoolKeys
  readonly school: OpenSchool
  readonly held: readonly Held[]
  readonly source: Source
  readonly vigil: Vigil
  readonly withheld: readonly Withheld[]
  readonly permissions: Permissions
  readonly underTerms: string
}

/** Compares a whole read, judges it, and applies it or leaves everything alone. */
export async function settleWhole(
  deps: ActivityDependencies,
  settling: Settling,
  read: Reading,
): Promise<CollectResult> {
  const { school, held, keys, input, source } = settling
  const sifted = await siftErased(school.db, read.arrivals, keys.lookup, new Date(input.at))
  const refusedPeople = withErased(read, sifted)
  const met = await meet(deps, settling, sifted.arrivals)
  const refused = await loadRefused(school.db, new Date(input.at))
  const compared = compare(met.arrivals, met.held, met.recognise)
  const { changes, factsOnly, kept, spent } = heed(compared, met.arrivals, refused)
  const rekeyed = met.rekey && { rekeyed: met.rekey.found }
  const completeness = { ...proofOf(settling, read), refusedPeople, unknownGroups: read.unknownGroups, ...rekeyed }
  const holds = tally(held.filter(({ absent }) => !absent))
  const whole = verdict(completeness, (kind) => (holds[kind] ?? 0) > 0)
  const judged = whole.apply ? (met.doubted ?? whole) : whole
  if (!judged.apply) return { state: 'refused', counts: {}, completeness, verdict: judged, further: [] }
  await forgetRefused(school.db, spent)
  const applied = await apply(deps, settling, {
    changes,
    factsOnly,
    kept,
    arrivals: met.arrivals,
    rekey: met.rekey,
    unchanged: tally(changes.unchanged.map(({ held: one }) => one)),
    refusedItems: read.refusedItems,
    departures: read.departures,
    isWhole: true,
  })
  const mark = markAfter(source.mark?.() ?? null, { ...read, refusedPeople }, input.at, settling.underTerms)
  return { ...applied, completeness, verdict: judged, mark }
}

/** Applies what changed of people who are otherwise as held. It says nothing of who is there, so nothing is judged by it. */
export async function settleChanges(
  deps: ActivityDependencies,
  settling: Settling,
  read: ChangedReading,
  { at: changedSince, ...mark }: ReadMark,
): Promise<CollectResult> {
  const { held, input, school } = settling
  const refused = await loadRefused(school.db, new Date(input.at))
  const changed = read.changed.filter(({ arrival }) => !isRefusedInPart(arrival, refused))
  await forgetRefused(school.db, { keys: changed.map(({ arrival }) => refKey(arrival)), kept: [] })
  const touched = new Set(changed.map(({ held: one }) => one.id))
  const changes: ChangeSet = { added: [], changed, aboutChanged: [], restored: [], rebound: [], missing: [], unchanged: [] } // prettier-ignore
  const applied = await apply(deps, settling, {
    changes,
    factsOnly: new Set(),
    kept: [],
    arrivals: changed.map(({ arrival }) => arrival),
    rekey: null,
    unchanged: tally(held.filter(({ id, absent }) => !absent && !touched.has(id))),
    refusedItems: read.refusedItems,
    departures: [],
    isWhole: false,
  })
  const completeness = { ...proofOf(settling, read), refusedPeople: {}, unknownGroups: 0, changedSince }
  const next = { ...mark, at: input.at, source: read.mark, wholeOn: earlier(mark.wholeOn, read.nextStart) }
  return { ...applied, completeness, verdict: { apply: true }, mark: next }
}

interface Applying {
  readonly changes: ChangeSet
  readonly factsOnly: ReadonlySet<string>
  /** Missing, and not believed to be unless somebody states it. */
  readonly kept: readonly Held[]
  readonly arrivals: readonly Arrival[]
  readonly rekey: Met['rekey']
  readonly unchanged: Readonly<Record<string, number>>
  readonly refusedItems: Reading['refusedItems']
  readonly departures: Reading['departures']
  readonly isWhole: boolean
}

async function apply(deps: ActivityDependencies, settling: Settling, applying: Applying) {
  const { input: run, terms, school, keys, today, withheld } = settling
  const { factsOnly, arrivals, rekey, isWhole } = applying
  const at = new Date(run.at)
  const lookAgainAt = await subjectsToLookAt(school.db, at)
  const decide = decideFor(terms.school, terms.law, at, isWhole ? at : terms.school.last_whole_read_at)
  const stated = await leavings(settling, applying, lookAgainAt)
  const gone = applying.kept.filter(({ id }) => stated.has(id))
  const changes = { ...applying.changes, missing: [...applying.changes.missing, ...gone] }
  const changed = changesAnything(changes)
  const retired = { records: rekey?.retired ?? [], numbersToo: rekey?.sameNumbers === false }
  const input = { school: run.school, runId: run.run, at: run.at, today, changes, factsOnly, keys, decide, lookAgainAt, stated, withheld, retired } // prettier-ignore
  if (changed || lookAgainAt.length > 0)
    await applyPlan(school.pool, await planApply(deps, input, place(input, arrivals)))
  if (isWhole) await lapse(school.db, 'noWholeRead')
  await keepSchoolTimes(deps, run.school, at)
  const ops = (await countChanges(school.db, run.run)).filter(({ kind }) => !isFurther.has(kind))
  const state = changed || ops.length > 0 ? 'applied' : 'nothingToDo'
  return {
    state,
    counts: countsOf(ops, applying.unchanged, applying.refusedItems),
    further: furtherOf(settling),
  } as const
}

/** What has an activity of its own is counted there. */
const isFurther: ReadonlySet<string> = new Set(['attendance', 'result', 'photo'])

/** What is asked for where it is granted to us and shared there, and not otherwise (R02, R03); and a file that was read, to be destroyed. */
function furtherOf({ terms, vigil, permissions, source }: Settling): CollectResult['further'] {
  const isShared = (item: ItemCode) => vigil.grant().items.has(item) && permissions.permitted.has(item)
  return [
    ...(isFedByUploads(terms.binding.settings) ? (['uploads'] as const) : []),
    ...(source.marks && isShared('pupil.attendance') ? (['attendance'] as const) : []),
    ...(source.assessment && isShared('pupil.assessments') ? (['results'] as const) : []),
    ...(source.photos && isShared('pupil.photo') ? (['photos'] as const) : []),
  ]
}

/** Who was erased and is still listed is counted with the others who are refused. */
function withErased({ refusedPeople }: Reading, { refused }: Sifted): Reading['refusedPeople'] {
  return refused === 0 ? refusedPeople : { ...refusedPeople, erased: refused }
}

/**
 * Asks about those who are missing since this read, and those whose dates wait for somebody to say more. Where a new MIS gave other numbers,
 * what it says of leavers under these may be of anybody.
 */
function leavings(
  { source, school, keys, held }: Settling,
  { changes, kept, departures, rekey }: Applying,
  lookAgainAt: readonly string[],
): Promise<ReadonlyMap<string, StatedLeaving>> {
  const nameless = new Set(rekey?.sameNumbers === false ? rekey.retired : [])
  const again = new Set(lookAgainAt)
  const missing = [...changes.missing, ...kept, ...held.filter(({ id, absent }) => absent && again.has(id))]
  return statedLeavings({
    source,
    db: school.db,
    hashes: keys.hashes,
    read: departures,
    missing: missing.filter((one) => isPerson(one) && !nameless.has(one.id)),
  })
}

function proofOf(
  { vigil, permissions }: Settling,
  { walks, findings }: Pick<Reading, 'walks' | 'findings'>,
): Omit<Completeness, 'refusedPeople' | 'unknownGroups'> {
  const notPermitted = [...vigil.grant().items].filter((item) => !permissions.permitted.has(item))
  return { walks, permissions: permissions.fingerprint, notPermitted, findings }
}
