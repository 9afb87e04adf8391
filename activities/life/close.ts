import type { Kysely, Transaction } from 'kysely'
import { nextNightly } from '../../agreement/calendar.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { closeRun } from '../../db/control/run.js'
import type { RunEnd } from '../../db/control/run.js'
import { lockSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import { proveSource } from '../../db/control/source-binding.js'
import type { CollectResult } from '../collect/collect.js'
import type { FailureType } from '../failure-types.js'
import { failure } from '../failures.js'
import type { SchoolStatus } from './life.js'
import { statusOf } from './status.js'
import { tellDoubt } from './tell-doubt.js'

export interface RunOutcome extends Partial<Omit<CollectResult, 'state' | 'further'>> {
  readonly state: RunEnd['state']
  readonly failure?: FailureType
  readonly reason?: string
}

export interface CloseInput {
  readonly school: string
  readonly run: string
  readonly outcome: RunOutcome
  readonly at: string
}

export interface CloseActivities {
  /** Writes how a run ended and what follows for the school, and answers how the school stands now. */
  closeRun(input: CloseInput): Promise<SchoolStatus>
}

export function closeActivities(control: Kysely<ControlDatabase>): CloseActivities {
  return {
    closeRun: (input) => control.transaction().execute((trx) => close(trx, input)),
  }
}

async function close(
  trx: Transaction<ControlDatabase>,
  { school: id, run, outcome, at }: CloseInput,
): Promise<SchoolStatus> {
  const school = await lockSchool(trx, id)
  if (!school) throw failure('SchoolUnknown')
  await closeRun(trx, id, run, { ...outcome, at: new Date(at) })
  await tellDoubt(trx, school, outcome.failure, new Date(at))
  if (isApplied(outcome) && outcome.completeness?.changedSince === undefined)
    await proveSource(trx, id, run, new Date(at))
  const changes = { ...consequences(school, outcome, new Date(at)), next_sync_at: nextNightly(id, new Date(at)) }
  const { mark } = outcome
  const kept = mark === undefined ? {} : { read_mark: mark && JSON.stringify(mark) }
  await trx
    .updateTable('school')
    .set({ ...changes, ...kept })
    .where('id', '=', id)
    .execute()
  return statusOf(trx, { ...school, ...changes })
}

/** Somebody was looked for, and what was found holds. */
const isApplied = ({ state, failure }: RunOutcome) =>
  (state === 'applied' || state === 'held' || state === 'nothingToDo') && failure !== 'NothingUploaded'

const isStopped = (failure: FailureType) => failure === 'SchoolStopped' || failure === 'SchoolEnding'

const isOver = ({ phase }: School) => phase === 'ending' || phase === 'ended'

type SchoolChanges = Partial<
  Pick<
    School,
    | 'phase'
    | 'source_verified_at'
    | 'needs_attention'
    | 'last_outcome'
    | 'last_whole_read_at'
    | 'attendance_read_to'
    | 'unread_ends_on'
  >
>

/**
 * What a run means for its school. A whole read proves the binding, which makes an onboarding school active (R01). A source that refuses
 * us pauses it: asking every night again would only lock the account, and somebody has to act.
 */
function consequences(school: School, outcome: RunOutcome, at: Date): SchoolChanges {
  // Nobody was looked for, so nothing is known that was not known before.
  if (outcome.failure === 'NothingUploaded') return { last_outcome: outcome.state }
  if (isApplied(outcome)) {
    const marks = outcome.completeness?.attendance
    const phase = school.phase === 'onboarding' ? 'active' : school.phase
    return {
      phase,
      source_verified_at: school.source_verified_at ?? at,
      // The people came; what did not is another part, and a pause of the school's own is none of anybody's business.
      needs_attention: outcome.failure === undefined || isStopped(outcome.failure) ? null : outcome.failure,
      last_outcome: outcome.state,
      ...(outcome.completeness?.changedSince === undefined && { last_whole_read_at: at, unread_ends_on: null }),
      ...(marks && { attendance_read_to: marks.to }),
    }
  }
  // The school asked for the one; the other stands over whatever a run found out.
  if (outcome.failure === 'SchoolStopped' || isOver(school)) return { last_outcome: outcome.state }
  const attention = { needs_attention: outcome.failure ?? 'Unforeseen', last_outcome: outcome.state }
  return outcome.failure === 'SourceRefused' || outcome.failure === 'WrongSchool'
    ? { phase: 'paused', ...attention }
    : attention
}
