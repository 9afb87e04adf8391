import { londonDay } from '../../agreement/calendar.js'
import { loadHeld } from '../../db/school/record.js'
import { applyPlan } from '../../db/school/apply/apply.js'
import { refuse } from '../../db/school/rejection.js'
import type { Refusal } from '../../db/school/rejection.js'
import type { StatedLeaving } from '../../db/school/apply/plan.js'
import { closeEmptied, decidedRows, endRows, freePeople, keepPeople } from '../../db/school/hold/carry-out.js'
import type { HeldChange } from '../../db/school/hold/hold.js'
import { periodOf } from '../../db/school/hold/deadline.js'
import { loadWithheld } from '../../db/school/withheld.js'
import { refKey } from '../../pipeline/assign.js'
import { compare } from '../../pipeline/compare.js'
import { beating } from '../beat.js'
import { heldBack } from '../collect/held-back.js'
import { place, planApply } from '../collect/plan.js'
import { openSchoolKeys } from '../collect/school-keys.js'
import { loadGrant, loadTerms } from '../collect/terms.js'
import type { Terms } from '../collect/terms.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure } from '../failures.js'
import { decideFor } from '../time/decide.js'
import { keepSchoolTimes } from '../time/keep-school-times.js'
import { dropOver } from './drop-over.js'
import { noteCarriedOut } from './decided.js'
import { leadOf } from './lead.js'
import { keepOpenHolds } from './keep-open-holds.js'
import { openStagedRows } from './open-staged-rows.js'

export interface ReleaseInput {
  readonly school: string
  /** The tail of the workflow's id; the feed names it as what a change was done for. */
  readonly release: string
  readonly at: string
}

/** How many records were applied, refused, and left because what is held changed since they were staged. */
export interface Released {
  readonly released: number
  readonly refused: number
  readonly overtaken: number
}

export interface ReleaseActivities {
  /** Carries out what people decided of what waits, where it is still about what is held. Repeatable: what was carried out waits no more. */
  releaseHolds(input: ReleaseInput): Promise<Released>
}

export function releaseActivities(deps: ActivityDependencies): ReleaseActivities {
  return {
    releaseHolds: (input) =>
      beating(() => release(deps, input)).catch((error: unknown) => {
        throw asFailure(error)
      }),
  }
}

async function release(
  deps: ActivityDependencies,
  { school: id, release: runId, at: instant }: ReleaseInput,
): Promise<Released> {
  const at = new Date(instant)
  const terms = await loadTerms(deps, id)
  const { db, pool } = await deps.schools.open(id)
  const [released, rejected] = await Promise.all([decidedRows(db, 'release'), decidedRows(db, 'reject')])
  const { plan, applied } = await planRelease(deps, { terms, runId, at, released, rejected })
  if (released.length + rejected.length > 0) await applyPlan(pool, plan)
  await dropOver(deps, id)
  await keepSchoolTimes(deps, id, at)
  await keepOpenHolds(deps, id, at)
  await noteCarriedOut(deps.control, id, terms.school.holds_decided_at)
  return { released: applied, refused: rejected.length, overtaken: released.length - applied }
}

interface Decided {
  readonly terms: Terms
  readonly runId: string
  readonly at: Date
  readonly released: readonly HeldChange[]
  readonly rejected: readonly HeldChange[]
}

/** What was released is applied as a read would be: through the gate again under today's grant, and compared with what is held today. */
async function planRelease(deps: ActivityDependencies, { terms, runId, at, released, rejected }: Decided) {
  const { id } = terms.school
  const [grant, keys, { db }] = await Promise.all([
    loadGrant(deps, id),
    openSchoolKeys(deps.keyring, id),
    deps.schools.open(id),
  ])
  const [held, withheld] = await Promise.all([loadHeld(db), loadWithheld(db)])
  const today = londonDay(at.toISOString())
  const gate = { granted: grant.items, people: terms.agreement.people, today }
  const staged = { rows: released, held, hashes: keys.hashes, grantedOf: heldBack(withheld, keys.hashes), gate }
  const { arrivals, recordIds } = await openStagedRows(deps, id, staged)
  const came = new Set(arrivals.map(refKey))
  const changes = compare(
    arrivals,
    held.filter((one) => came.has(refKey(one))),
  )
  const gone = removalsStanding(released, held)
  const groups = held.filter(({ kind }) => kind === 'group').map((one) => [refKey(one), one.id] as const)
  const placing = { changes, arrivals, newId: (one: { kind: string; refHash: string }) => recordIds.get(refKey(one)) ?? '', known: new Map(groups) } // prettier-ignore
  const kept = rejected.filter(({ op, kind }) => op === 'removed' && kind !== 'group').map(({ record_id }) => record_id)
  const input = {
    school: id,
    runId,
    at: at.toISOString(),
    today,
    changes: { ...changes, missing: held.filter((one) => gone.groups.has(one.id)) },
    keys,
    decide: decideFor(terms.school, terms.law, at),
    lookAgainAt: [],
    stated: new Map(gone.people.map((person): [string, StatedLeaving] => [person, { by: 'api', leftOn: null }])),
    withheld,
    retired: { records: [], numbersToo: false },
    factsOnly: new Set<string>(),
    ahead: new Map<string, string>(),
    holds: {
      leadMs: leadOf(terms),
      keep: async (trx: Parameters<typeof endRows>[0]) => {
        await refuse(trx, rejected.filter(isRefusal).map(refusalOf), at)
        await keepPeople(trx, kept, new Date(at.getTime() + periodOf('staff')))
        await freePeople(trx, gone.people)
        await endRows(trx, [...released, ...rejected])
        await closeEmptied(trx, released.length > 0 ? 'released' : 'rejected', at)
        return [...kept, ...gone.people]
      },
    },
  }
  const applied = arrivals.length + gone.people.length + gone.groups.size
  return { plan: await planApply(deps, input, place(keys, placing)), applied }
}

/** Of the removals that were released, those that still stand: whoever is listed again meanwhile is not gone. */
function removalsStanding(released: readonly HeldChange[], held: Awaited<ReturnType<typeof loadHeld>>) {
  const removals = new Set(released.filter(({ op }) => op === 'removed').map(({ record_id }) => record_id))
  const standing = held.filter(({ id }) => removals.has(id))
  return {
    people: standing.filter(({ kind, absent }) => kind !== 'group' && absent).map(({ id }) => id),
    groups: new Set(standing.filter(({ kind }) => kind === 'group').map(({ id }) => id)),
  }
}

/** A person's absence is taken back with the person: only of what the source says, or of a group that it lists no more, is there anything to remember. */
const isRefusal = ({ op, kind }: HeldChange) => op !== 'removed' || kind === 'group'

function refusalOf({ kind, ref_hmac, subject_id, digest }: HeldChange): Refusal {
  return { kind, ref: ref_hmac, subject: subject_id, digest }
}
