import type { Transaction } from 'kysely'
import { ulid } from 'ulid'
import type { ControlDatabase } from '../../../../db/control/database.js'
import { instruct } from '../../../../db/control/instruction.js'
import type { Principal } from '../../../../db/control/principal.js'
import { findOpenRun, findRun, isReverted, openRevert, peopleTold } from '../../../../db/control/run.js'
import type { Run } from '../../../../db/control/run.js'
import { lockSchool } from '../../../../db/control/school.js'
import { UNDOABLE_DAYS } from '../../../../db/school/before/drop-before.js'
import { undoable } from '../../../../db/school/revert/undoable.js'
import type { ApiDependencies } from '../../../dependencies.js'
import { Problem, notFound } from '../../../problem.js'

export interface AskedToRevert {
  readonly school: string
  /** The run that is to be undone. */
  readonly of: string
  readonly by: Principal
}

/** Opens the run that undoes another, readable from now on. A paused school may be asked too: it is paused because of such a night. */
export async function askToRevert(deps: ApiDependencies, { school: id, of, by }: AskedToRevert): Promise<string> {
  const at = deps.clock()
  return deps.control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    const run = school && (await findRun(trx, id, of))
    if (!run) throw notFound()
    const why = (await refusalOf(trx, id, run, at)) ?? (await refusalInside(deps, id, run))
    if (why !== undefined) throw new Problem('out-of-order', why)
    await instruct(trx, id, 'revert', by, at)
    const revert = `revert-${ulid(at.getTime()).toLowerCase()}`
    await openRevert(trx, id, { id: revert, reverts: of, at })
    return revert
  })
}

const UNDOABLE_MS = UNDOABLE_DAYS * 24 * 3_600_000

/** Why a run is not undone, as far as control tells. */
async function refusalOf(
  trx: Transaction<ControlDatabase>,
  school: string,
  run: Run,
  at: Date,
): Promise<string | undefined> {
  if (run.state === 'running') return 'The run is still under way; ask again when it has ended.'
  if (await isReverted(trx, school, run.id)) return 'The run has been undone already, or is being undone.'
  if ((await findOpenRun(trx, school)) !== undefined)
    return 'Another run of the school is under way; ask again when it has ended.'
  if (at.getTime() - run.startedAt.getTime() >= UNDOABLE_MS)
    return 'The run is seven days old or older, and what it replaced is no longer kept.'
  if (run.completeness?.rekeyed)
    return 'The run found the school under other ids of its MIS or connector; that is not undone. Bind the school to its former source, if the new one is wrong.'
  return undefined
}

/** The same as far as the school's own rows tell. */
async function refusalInside({ schools }: ApiDependencies, school: string, run: Run): Promise<string | undefined> {
  const { db } = await schools.open(school)
  switch (await undoable(db, run.id, peopleTold(run))) {
    case 'nothing':
      return 'The run changed nothing of people, groups or memberships that could be undone.'
    case 'erased':
      return 'Somebody whom the run was about has been erased since, or is being erased; so the run cannot be undone.'
    case 'yes':
      return undefined
  }
}
