import type { Transaction } from 'kysely'
import type { Kysely } from 'kysely'
import { ulid } from 'ulid'
import { nextNightly, nightOf } from '../../agreement/calendar.js'
import type { ControlDatabase } from '../../db/control/database.js'
import { isUnheard, takeInstructions } from '../../db/control/instruction.js'
import { closeRun, findOpenRevert, findOpenRun, findRun, openRun } from '../../db/control/run.js'
import { lockSchool } from '../../db/control/school.js'
import type { Phase, School } from '../../db/control/school.js'
import { rulesInForce } from '../../db/control/timed-by.js'
import { isProvisioned } from '../../db/provision/school-database.js'
import { failure } from '../failures.js'
import { keepAttendanceDate } from '../attendance/attendance-date.js'
import { endByItself } from '../ending/end-by-itself.js'
import type { Ring } from '../ring-unheard.js'
import { confirmingRun, tellUnconfirmed } from './confirm-absences.js'
import { statusOf } from './status.js'

/** How a school stands, for people: in Temporal's UI and in answers. */
export interface SchoolStatus {
  readonly name: string
  readonly phase: Phase
  readonly agreement: string
  readonly connector: string
  readonly lastOutcome?: string
  readonly nextSyncAt?: string
  /** By when something has to be gone next. */
  readonly nextDeadline?: string
  /** Why somebody should look, as a failure type. */
  readonly needsAttention?: string
  /** When to look again although nobody rings. */
  readonly wakeAt?: string
}

export type Step =
  | { readonly do: 'provision'; readonly status: SchoolStatus }
  | { readonly do: 'strip'; readonly grantVersion: number; readonly status: SchoolStatus }
  | { readonly do: 'retime'; readonly status: SchoolStatus }
  | { readonly do: 'ask'; readonly status: SchoolStatus }
  | { readonly do: 'revert'; readonly run: string; readonly status: SchoolStatus }
  | { readonly do: 'erase'; readonly erasure: string; readonly status: SchoolStatus }
  | { readonly do: 'eraseAttendance'; readonly erasure: string; readonly status: SchoolStatus }
  | { readonly do: 'sync'; readonly run: string; readonly status: SchoolStatus }
  | { readonly do: 'rest'; readonly status: SchoolStatus }
  /** The school's data is being destroyed, or is: nothing is left to live for. */
  | { readonly do: 'end'; readonly status: SchoolStatus }

export interface LifeActivities {
  /** The one thing this school should do at `at`. Decided from rows alone, so that asking twice gives the same answer until it is done. */
  next(input: { readonly school: string; readonly at: string }): Promise<Step>
}

/** `ringEnding` starts the workflow that ends a school, where it does not run yet. */
export function lifeActivities(control: Kysely<ControlDatabase>, ringEnding: Ring): LifeActivities {
  return {
    async next({ school, at }) {
      const step = await control.transaction().execute((trx) => nextStep(trx, school, new Date(at)))
      // Every look while a school ends, so that one that is missing is started. Where that fails, what looks every minute makes it good.
      if (step.status.phase === 'ending' && step.do !== 'end') await ringEnding(school).catch(() => undefined)
      return step
    },
  }
}

async function nextStep(trx: Transaction<ControlDatabase>, id: string, at: Date): Promise<Step> {
  const termination = await endByItself(trx, id, at)
  const locked = await lockSchool(trx, id)
  if (!locked) throw failure('SchoolUnknown')
  const school = await keepAttendanceDate(trx, await tellUnconfirmed(trx, locked, at))
  const revert = school.phase === 'ending' ? undefined : await findOpenRevert(trx, id)
  // While one run is to be undone no other is open: what else was asked for is heard after it.
  if (revert === undefined) {
    await openRunForUpload(trx, school, at)
    await takeInstructions(trx, id, at)
  }
  const status = await statusOf(trx, school)
  if (school.phase === 'ended' || termination?.keys_go_at) return { do: 'end', status }
  if (!(await isProvisioned(trx, id))) return { do: 'provision', status }
  if (school.stripped_version < school.grant_version) return { do: 'strip', grantVersion: school.grant_version, status }
  // Before erasing: what is due is due by the rules that hold.
  if (school.accepted_version !== null && school.timed_by !== rulesInForce(school)) return { do: 'retime', status }
  // What is withdrawn is out of what comes back; and nobody is erased whom the undo would have kept. A paused school is one of a bad night.
  if (revert !== undefined) return { do: 'revert', run: revert, status }
  if (school.next_ask_at && school.next_ask_at <= at) return { do: 'ask', status }
  if (school.next_erase_at && school.next_erase_at <= at) return { do: 'erase', erasure: erasureId(at), status }
  if (school.attendance_erase_at && school.attendance_erase_at <= at)
    return { do: 'eraseAttendance', erasure: erasureId(at), status }
  const stopped = school.phase === 'paused' || school.phase === 'ending'
  if (stopped) await refuseOpenRun(trx, id, at)
  const run = stopped ? undefined : await runToDo(trx, school, at)
  return run === undefined ? { do: 'rest', status } : { do: 'sync', run, status }
}

/** One that is open, or whose time has come. The night's own read confirms as well as any. */
async function runToDo(trx: Transaction<ControlDatabase>, school: School, at: Date): Promise<string | undefined> {
  const due = (await findOpenRun(trx, school.id)) ?? (await nightlyRun(trx, school, at))
  return due ?? confirmingRun(trx, school, at)
}

/** A file that came while a run was under way may have come too late for it: another run follows, where none is open. */
async function openRunForUpload(trx: Transaction<ControlDatabase>, { id, phase }: School, at: Date): Promise<void> {
  if (phase !== 'onboarding' && phase !== 'active') return
  if (await isUnheard(trx, id, 'upload'))
    await openRun(trx, id, `manual-${ulid(at.getTime()).toLowerCase()}`, 'manual', at)
}

/** Sorts by time and is as good as unique: one thing at a time is done for a school. */
const erasureId = (at: Date) => ulid(at.getTime()).toLowerCase()

/** A run that was asked for and then overtaken by a pause. */
async function refuseOpenRun(trx: Transaction<ControlDatabase>, id: string, at: Date): Promise<void> {
  const run = await findOpenRun(trx, id)
  if (run !== undefined)
    await closeRun(trx, id, run, { state: 'refused', reason: 'The school was stopped before the run began.', at })
}

/** Opens tonight's run when its minute has come; a night has one run, whatever became of it. */
async function nightlyRun(trx: Transaction<ControlDatabase>, school: School, at: Date): Promise<string | undefined> {
  if (school.phase !== 'active' || !school.next_sync_at || school.next_sync_at > at) return undefined
  const night = nightOf(school.next_sync_at)
  if ((await findRun(trx, school.id, night)) === undefined) return openRun(trx, school.id, night, 'nightly', at)
  await trx
    .updateTable('school')
    .set({ next_sync_at: nextNightly(school.id, at) })
    .where('id', '=', school.id)
    .execute()
  return undefined
}
