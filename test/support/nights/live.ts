import { ulid } from 'ulid'
import { collectAttendanceActivities } from '../../../activities/attendance/collect-attendance.js'
import { collectActivities } from '../../../activities/collect/collect.js'
import type { CollectInput } from '../../../activities/collect/collect.js'
import { dropUploadsActivities } from '../../../activities/drop-uploads.js'
import { closeErasureActivities } from '../../../activities/erase/close-erasure.js'
import { eraseAttendanceActivities } from '../../../activities/erase/erase-attendance.js'
import { eraseBatchActivities } from '../../../activities/erase/erase-batch.js'
import { explainActivities } from '../../../activities/explain/explain-people.js'
import { releaseActivities } from '../../../activities/holds/release-holds.js'
import { tellHoldsActivities } from '../../../activities/holds/tell-holds.js'
import { closeActivities } from '../../../activities/life/close.js'
import { lifeActivities } from '../../../activities/life/life.js'
import type { Step } from '../../../activities/life/life.js'
import { collectPhotosActivities } from '../../../activities/photos/collect-photos.js'
import { provisionActivities } from '../../../activities/provision-school.js'
import { certifyWithdrawalsActivities } from '../../../activities/prove/certify-withdrawals.js'
import { askActivities } from '../../../activities/questions/ask-school.js'
import { collectResultsActivities } from '../../../activities/results/collect-results.js'
import { closeRevertActivities } from '../../../activities/revert/close-revert.js'
import { undoActivities } from '../../../activities/revert/undo-run.js'
import { stripActivities } from '../../../activities/strip-withdrawn.js'
import { retimeActivities } from '../../../activities/time/retime-school.js'
import { nightOf } from '../../../agreement/calendar.js'
import { findRun, openRun } from '../../../db/control/run.js'
import type { Run, Trigger } from '../../../db/control/run.js'
import { carryOut } from '../../../workflows/school/carry-out.js'
import { act } from './ground.js'
import type { Ground } from './ground.js'

/** Lets a school's nightly minute come at the ground's now, and answers the night's run. A London day has one night. */
export async function night(ground: Ground, school: string): Promise<Run> {
  await letNightCome(ground, school)
  return runOf(ground, school, nightOf(ground.now()))
}

/** The same for a school that may be paused, and is not read then. */
export async function letNightCome(ground: Ground, school: string): Promise<void> {
  const minute = ground.now()
  await ground.deps.control.updateTable('school').set({ next_sync_at: minute }).where('id', '=', school).execute()
  await live(ground, school)
}

/** Reads a school whole at the ground's now, as somebody would ask for it. */
export async function sync(ground: Ground, school: string, trigger: Trigger = 'manual'): Promise<Run> {
  const at = ground.now()
  const asked = `${trigger}-${ulid(at.getTime()).toLowerCase()}`
  const { control } = ground.deps
  const run = await control.transaction().execute((trx) => openRun(trx, school, asked, trigger, at))
  await live(ground, school)
  return runOf(ground, school, run)
}

/** More than any school has to do at one instant. */
const MOST_STEPS = 20

/** Does at the ground's now whatever the school's lifecycle would, until it would rest; answers the steps. */
export async function live(ground: Ground, school: string): Promise<readonly Step['do'][]> {
  const at = ground.now().toISOString()
  const done: Step['do'][] = []
  while (done.length < MOST_STEPS) {
    const step = await lifeActivities(ground.deps.control, async () => undefined).next({ school, at })
    if (step.do === 'rest' || step.do === 'end') return done
    await take(ground, school, step, at)
    done.push(step.do)
  }
  throw new Error(`The school does not come to rest: ${done.join(', ')}.`)
}

async function take({ deps }: Ground, school: string, step: Step, at: string): Promise<void> {
  switch (step.do) {
    case 'provision':
      return act(() => provisionActivities(deps).provisionSchool({ school }))
    case 'strip': {
      const { grantVersion } = step
      await act(() => stripActivities(deps).stripWithdrawn({ school, grantVersion, at }))
      await act(() => certifyWithdrawalsActivities(deps).certifyWithdrawals({ school, grantVersion, strippedAt: at }))
      return
    }
    case 'retime':
      await act(() => retimeActivities(deps).retimeSchool({ school, at }))
      return
    case 'ask':
      await act(() => askActivities(deps).askSchool({ school, at }))
      return
    case 'tellHolds':
      await act(() => tellHoldsActivities(deps).tellHolds({ school, at }))
      return
    case 'release':
      await act(() => releaseActivities(deps).releaseHolds({ school, release: step.release, at }))
      return
    case 'revert': {
      const result = await act(() => undoActivities(deps).undoRun({ school, run: step.run, at }))
      return act(() => closeRevertActivities(deps.control).closeRevert({ school, run: step.run, result, at }))
    }
    case 'erase':
      await act(() => eraseBatchActivities(deps).eraseDuePeople({ school, erasure: step.erasure, at }))
      await act(() => closeErasureActivities(deps).closeErasure({ school, of: 'people', erasedAt: at }))
      return
    case 'eraseAttendance':
      await act(() => eraseAttendanceActivities(deps).eraseAttendanceYears({ school, erasure: step.erasure, at }))
      await act(() => closeErasureActivities(deps).closeErasure({ school, of: 'attendanceYears', erasedAt: at }))
      return
    case 'explain':
      await act(() => explainActivities(deps).explainPeople({ school, at }))
      return
    case 'sync':
      return run(deps, school, step.run, at)
    case 'rest':
    case 'end':
  }
}

/** As `syncSchool` does it. */
async function run(deps: Ground['deps'], school: string, id: string, at: string): Promise<void> {
  let unforeseen: unknown
  const reads = collectActivities(deps)
  const activities = {
    // A worker would try it again, and again; a test has to show it.
    collect: (input: CollectInput) =>
      reads.collect(input).catch((error: unknown) => {
        unforeseen = error
        throw error
      }),
    ...collectAttendanceActivities(deps),
    ...collectResultsActivities(deps),
    ...collectPhotosActivities(deps),
    ...dropUploadsActivities(deps),
  }
  const outcome = await act(() => carryOut(activities, { school, run: id, at }))
  if (outcome.failure === 'Unforeseen') throw unforeseen
  await act(() => closeActivities(deps.control).closeRun({ school, run: id, outcome, at }))
}

async function runOf({ deps }: Ground, school: string, id: string): Promise<Run> {
  const found = await findRun(deps.control, school, id)
  if (!found || found.state === 'running') throw new Error(`The run ${id} was not carried out.`)
  return found
}
