import { resultsPart } from '../../agreement/parts.js'
import { londonDay } from '../../agreement/calendar.js'
import { aspectsOf, keepAspects, noteAspectsRead } from '../../db/control/aspect.js'
import type { CountsByKind } from '../../db/control/run.js'
import { countChanges } from '../../db/school/change.js'
import { applyParts } from '../../db/school/parts/apply-parts.js'
import { heldParts, partHolders } from '../../db/school/parts/part.js'
import type { PartHolder } from '../../db/school/parts/part.js'
import { openParts, partDocuments } from '../../db/school/parts/part-document.js'
import { resultsIn, resultsText } from '../../db/school/parts/results-document.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { changesAnyPart, compareParts } from '../../pipeline/parts/compare-parts.js'
import type { HeldPart, PartName } from '../../pipeline/parts/compare-parts.js'
import { emptied } from '../../pipeline/results/proof.js'
import type { ResultsProof } from '../../pipeline/results/proof.js'
import { countsOf } from '../collect/count.js'
import { openProven } from '../collect/open-proven.js'
import { openSchoolKeys } from '../collect/school-keys.js'
import type { SchoolKeys } from '../collect/school-keys.js'
import { loadTerms } from '../collect/terms.js'
import { underVigil } from '../collect/vigil.js'
import type { Vigil } from '../collect/vigil.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'
import { planParts } from '../parts/plan-parts.js'
import { isWithheld, readResults } from './read-results.js'
import type { ResultsRead } from './read-results.js'

export interface CollectResultsInput {
  readonly school: string
  readonly run: string
  /** The workflow's time: what day it is for this run. */
  readonly at: string
}

/** Counts, dates, and the ids of columns; nothing that names a person. */
export interface ResultsResult {
  readonly counts: CountsByKind
  readonly proof: ResultsProof
}

export interface CollectResultsActivities {
  /**
   * Keeps which aspects of assessment there are, reads the results of those that the school chose, and applies what differs: all of it or
   * nothing. Idempotent by run.
   */
  collectResults(input: CollectResultsInput): Promise<ResultsResult>
}

export function collectResultsActivities(deps: ActivityDependencies): CollectResultsActivities {
  return {
    collectResults: (input) => underVigil(deps, input.school, (vigil) => collect(deps, input, vigil)),
  }
}

async function collect(deps: ActivityDependencies, input: CollectResultsInput, vigil: Vigil): Promise<ResultsResult> {
  const terms = await loadTerms(deps, input.school)
  const { source } = await openProven(deps, terms, vigil)
  const { permitted } = await source.permissions()
  const { assessment } = source
  if (!assessment || !permitted.has('pupil.assessments'))
    throw failure('SourceIncomplete', 'results: the school shares them no more')
  await keepAspects(deps.control, input.school, await assessment.aspects())
  const [school, keys] = await Promise.all([
    deps.schools.open(input.school),
    openSchoolKeys(deps.keyring, input.school),
  ])
  // Examination results come in August, after the pupil has gone.
  const leavers = terms.agreement.people.acceptResultsAfterLeaving ? 'too' : 'no'
  const holders = await partHolders(school.db, new Date(input.at), leavers)
  const read = await readResults({
    assessment,
    vigil,
    today: londonDay(input.at),
    before: await aspectsOf(deps.control, input.school),
    hashes: keys.hashes,
    holders,
    heldResults: async (names) => {
      const opened = await openParts(deps.keyring, input.school, await partDocuments(school.db, names))
      return opened.map(({ row, plain }) => ({ row, results: resultsIn(plain) }))
    },
  })
  return settle(deps, { input, keys, school, read, holders })
}

interface Settling {
  readonly input: CollectResultsInput
  readonly keys: SchoolKeys
  readonly school: OpenSchool
  readonly read: ResultsRead
  readonly holders: readonly PartHolder[]
}

/** Compares, judges, and applies or leaves alone. */
async function settle(deps: ActivityDependencies, settling: Settling): Promise<ResultsResult> {
  const { input, keys, school, read, holders } = settling
  const { proof, arrived } = read
  const received = new Map(holders.map((holder) => [holder.id, holder]))
  const parts = proof.aspects.map(({ aspect }) => resultsPart(aspect))
  const held = (await heldParts(school.db, parts)).filter(({ subject }) => received.has(subject))
  refuseEmptied(proof, held, (subject) => received.get(subject)?.onRoll === true)
  const changes = compareParts(arrived, held, goneOf(proof, received))
  const at = new Date(input.at)
  const plan = { school: input.school, lookup: keys.lookup, runId: input.run, at, changes, plain: resultsText }
  if (changesAnyPart(changes)) await applyParts(school.pool, await planParts(deps, plan))
  await noteAspectsRead(
    deps.control,
    input.school,
    proof.aspects.map(({ aspect }) => aspect),
    londonDay(input.at),
  )
  const ops = (await countChanges(school.db, input.run)).filter(({ kind }) => kind === 'result')
  const refused = (proof.refused['notGranted'] ?? 0) + (proof.refused['freeText'] ?? 0)
  return { counts: countsOf(ops, { result: changes.unchanged }, { result: refused }), proof }
}

function refuseEmptied(proof: ResultsProof, held: readonly HeldPart[], isOnRoll: (subject: string) => boolean): void {
  const holds = (aspect: string) => held.some(({ part, subject }) => part === resultsPart(aspect) && isOnRoll(subject))
  const aspects = emptied(proof, holds)
  if (aspects.length === 0) return
  const words = `results: not one came of ${aspects.length} aspects of which some are held; ask the school, which may withdraw them`
  throw failure('SourceIncomplete', words)
}

/**
 * A result that is not listed any more was taken away by the school: of those on roll, where all results of the aspect were read. Nobody says
 * that leavers are in the list, so nothing of theirs is ever gone for not being there.
 */
function goneOf(proof: ResultsProof, received: ReadonlyMap<string, PartHolder>): (held: PartName) => boolean {
  const whole = new Set(
    proof.aspects.flatMap(({ aspect, changedSince }) => (changedSince === null ? resultsPart(aspect) : [])),
  )
  return ({ subject, part }) => {
    const holder = received.get(subject)
    return whole.has(part) && holder?.onRoll === true && !isWithheld(holder, part)
  }
}
