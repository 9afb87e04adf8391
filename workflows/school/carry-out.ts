import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow'
import { failureKinds, isFailureType } from '../../activities/failure-types.js'
import type { FailureType } from '../../activities/failure-types.js'
import type { AttendanceResult, CollectAttendanceActivities } from '../../activities/attendance/collect-attendance.js'
import type { CollectActivities, CollectInput, CollectResult, Further } from '../../activities/collect/collect.js'
import type { DropUploadsActivities } from '../../activities/drop-uploads.js'
import type { RunOutcome } from '../../activities/life/close.js'
import type { CollectPhotosActivities, PhotosResult } from '../../activities/photos/collect-photos.js'
import type { CollectResultsActivities, ResultsResult } from '../../activities/results/collect-results.js'

export type Reads = CollectActivities & CollectAttendanceActivities & CollectResultsActivities & CollectPhotosActivities
type RunActivities = Reads & DropUploadsActivities

/**
 * What a run does, one activity after the other, and how it ended. The activities are handed in: the workflow's go through Temporal, a test's
 * are called as they are.
 */
export async function carryOut(activities: RunActivities, { school, run, at }: CollectInput): Promise<RunOutcome> {
  const input = { school, run, at }
  try {
    const { further, ...people } = await activities.collect(input)
    let outcome = ended(people)
    if (further.includes('uploads')) await activities.dropUploads({ school })
    // One after the other: a source is asked one thing at a time.
    if (further.includes('attendance'))
      outcome = await withMore(outcome, 'attendance', activities.collectAttendance(input))
    if (further.includes('results')) outcome = await withMore(outcome, 'results', activities.collectResults(input))
    if (further.includes('photos')) outcome = await withMore(outcome, 'photos', activities.collectPhotos(input))
    return outcome
  } catch (error) {
    if (isCancellation(error)) throw error
    return failed(error)
  }
}

type Because = Extract<CollectResult['verdict'], { readonly apply: false }>['because']
type PeopleResult = Omit<CollectResult, 'further'>

function ended(result: PeopleResult): RunOutcome {
  const { verdict, completeness } = result
  if (!verdict.apply) return { ...result, failure: failures[verdict.because], reason: verdict.words }
  return completeness.rekeyed ? { ...result, reason: rekeyed(completeness.rekeyed) } : result
}

/** What a read that is not believed asks of a person. */
const failures: Readonly<Record<Because, FailureType>> = {
  countsDisagree: 'SourceIncomplete',
  repeated: 'SourceIncomplete',
  endUnsaid: 'SourceIncomplete',
  nobodyThere: 'SourceEmpty',
  unrecognised: 'SchoolUnrecognised',
  rekey: 'SchoolRekeyed',
}

/** A night that changed who is called what is said of, though all went well. */
function rekeyed(found: Readonly<Record<string, number>>): string {
  const many = Object.entries(found).map(([kind, count]) => `${count} of kind ${kind}`)
  return `The school’s MIS or connector is another: ${many.join(' and ')} found again under other ids.`
}

const titles: Readonly<Record<Further, string>> = { attendance: 'Attendance', results: 'Results', photos: 'Photos' }

/** What was read before stands by itself: what could not be read after it, or not wholly, leaves it as it is and says so. */
async function withMore(
  so: RunOutcome,
  what: Further,
  reading: Promise<AttendanceResult | ResultsResult | PhotosResult>,
): Promise<RunOutcome> {
  try {
    const { counts, proof } = await reading
    const differs = Object.values(counts).some(({ added, changed, removed }) => added + changed + removed > 0)
    return {
      ...so,
      state: differs && so.state === 'nothingToDo' ? 'applied' : so.state,
      counts: { ...so.counts, ...counts },
      ...(so.completeness && { completeness: { ...so.completeness, [what]: proof } }),
    }
  } catch (error) {
    if (isCancellation(error)) throw error
    const { failure = 'Unforeseen', reason = failureKinds.Unforeseen.means } = failed(error)
    const words = `${titles[what]}: ${reason}`
    return { ...so, failure: so.failure ?? failure, reason: so.reason === undefined ? words : `${so.reason} ${words}` }
  }
}

function failed(error: unknown): RunOutcome {
  const cause = error instanceof ActivityFailure ? error.cause : error
  if (cause instanceof ApplicationFailure && isFailureType(cause.type)) {
    return {
      state: stateAfter(cause.type),
      failure: cause.type,
      reason: reasonOf(cause.type, cause.message),
    }
  }
  return { state: 'failed', failure: 'Unforeseen', reason: failureKinds.Unforeseen.means }
}

function stateAfter(type: FailureType): RunOutcome['state'] {
  if (type === 'NothingUploaded') return 'nothingToDo'
  return refusals.has(type) ? 'refused' : 'failed'
}

/** What the failure means, and after it what was seen where: endpoint and kind of trouble, never a value. */
function reasonOf(type: FailureType, seen: string): string {
  const { means } = failureKinds[type]
  return seen === means ? means : `${means.replace(/\.$/, '')} (${seen}).`
}

// The read was possible and must not be believed, or was not wanted; everything else is a read that did not come about.
const refusals: ReadonlySet<string> = new Set([
  'SourceRefused',
  'SourceIncomplete',
  'SourceChangedShape',
  'WrongSchool',
  'SchoolStopped',
  'SchoolEnding',
])
