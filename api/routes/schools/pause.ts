import type { FastifyInstance } from 'fastify'
import type { Transaction } from 'kysely'
import { ulid } from 'ulid'
import type { ControlDatabase } from '../../../db/control/database.js'
import { instruct } from '../../../db/control/instruction.js'
import type { Principal } from '../../../db/control/principal.js'
import { openRun } from '../../../db/control/run.js'
import { lockSchool } from '../../../db/control/school.js'
import type { School } from '../../../db/control/school.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { Problem, notFound } from '../../problem.js'
import { typed } from '../../typed.js'
import { ringLater } from './ring-later.js'
import { schoolView, shownSchool } from './school-view.js'
import { schoolParams } from './schools.js'

const roles = ['operator', 'school', 'head'] as const
type Act = (trx: Transaction<ControlDatabase>, school: School, at: Date) => Promise<void>

/** Stopping and going on taking data (R05). A pause counts at once: a request in flight is aborted within a heartbeat. */
export function pauseRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const acts = { pause, resume } as const
  for (const act of ['pause', 'resume'] as const)
    typed(app).post(
      `/v1/schools/:schoolId/${act}`,
      { config: { roles }, schema: { params: schoolParams, response: { 200: schoolView } } },
      async (request) => {
        const school = await carryOut(deps, request.params.schoolId, caller(request), act, acts[act])
        ringLater(deps, school.id)
        return shownSchool(deps.control, school)
      },
    )
}

async function carryOut(
  { control, clock }: ApiDependencies,
  id: string,
  by: Principal,
  name: 'pause' | 'resume',
  act: Act,
): Promise<School> {
  const after = await control.transaction().execute(async (trx) => {
    const school = await lockSchool(trx, id)
    if (!school) throw notFound()
    await instruct(trx, id, name, by, clock())
    await act(trx, school, clock())
    return lockSchool(trx, id)
  })
  if (!after) throw notFound()
  return after
}

const pause: Act = async (trx, school) => {
  if (school.phase === 'paused') throw new Problem('out-of-order', 'The school is paused already.')
  await trx.updateTable('school').set({ phase: 'paused' }).where('id', '=', school.id).execute()
}

/** Goes on where it stopped, with a run at once: whoever resumes wants to see that it works. */
const resume: Act = async (trx, school, at) => {
  if (school.phase !== 'paused') throw new Problem('out-of-order', 'The school is not paused.')
  const phase = school.source_verified_at === null ? 'onboarding' : 'active'
  await trx.updateTable('school').set({ phase, needs_attention: null }).where('id', '=', school.id).execute()
  if (school.accepted_version !== null)
    await openRun(trx, school.id, `resume-${ulid(at.getTime()).toLowerCase()}`, 'resume', at)
}
