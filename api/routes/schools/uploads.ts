import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { ulid } from 'ulid'
import { z } from 'zod'
import { uploadFault } from '../../../connectors/oneroster/csv/upload-fault.js'
import { LARGEST_PACKAGE, isFedByUploads } from '../../../connectors/oneroster/settings.js'
import { instruct } from '../../../db/control/instruction.js'
import type { Principal } from '../../../db/control/principal.js'
import { openRun } from '../../../db/control/run.js'
import { findSchool, lockSchool } from '../../../db/control/school.js'
import type { School } from '../../../db/control/school.js'
import { findBinding } from '../../../db/control/source-binding.js'
import { destroyWithKeys } from '../../../db/school/own-key.js'
import { keepUpload } from '../../../db/school/upload.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { Problem, notFound } from '../../problem.js'
import { typed } from '../../typed.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'
import { ZIP, readZipBodies } from './uploads/zip-body.js'

const body = z
  .custom<Buffer>((value) => Buffer.isBuffer(value), { params: { code: 'missing' } })
  .meta({
    type: 'string',
    format: 'binary',
    description: 'A zip of OneRoster’s CSV files, version 1.1 or 1.2, each of them whole (`bulk`).',
  })

/**
 * A file of rosters, for a school whose source is `upload:`. It lies sealed in the school's own database until a run has applied it, which
 * begins at once, and for a day at most.
 */
export function uploadRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  // Of its own, for no other route takes anything but JSON.
  void app.register(async (scope) => {
    readZipBodies(scope)
    typed(scope).post(
      '/v1/schools/:schoolId/uploads',
      {
        bodyLimit: LARGEST_PACKAGE,
        config: { roles: ['operator', 'school', 'head'] },
        schema: {
          params: schoolParams,
          consumes: [ZIP],
          body,
          response: { 202: z.object({ runId: z.string() }) },
        },
      },
      async (request, reply) => {
        const { schoolId } = request.params
        const runId = await accept(deps, schoolId, request.body, caller(request))
        ringLater(deps, schoolId)
        return reply.status(202).send({ runId })
      },
    )
  })
}

/** Looks at the file, keeps it, and opens the run that reads it; while one is open that one is answered, and another follows it. */
async function accept(deps: ApiDependencies, school: string, bytes: Buffer, by: Principal): Promise<string> {
  const found = await findSchool(deps.control, school)
  refuseUnready(found)
  await refuseFile(deps, school, bytes)
  const at = deps.clock()
  const id = randomUUID()
  await keepUpload(deps, school, { id, bytes, receivedAt: at })
  try {
    return await deps.control.transaction().execute(async (trx) => {
      refuseUnready(await lockSchool(trx, school))
      await instruct(trx, school, 'upload', by, at)
      return openRun(trx, school, `manual-${ulid(at.getTime()).toLowerCase()}`, 'manual', at)
    })
  } catch (error) {
    // Nobody asked for it to be read, so it may not lie there for the next run.
    await destroyWithKeys(deps, school, { table: 'upload', ids: [id] })
    throw error
  }
}

function refuseUnready(school: School | undefined): void {
  if (!school) throw notFound()
  if (school.accepted_version === null)
    throw new Problem('out-of-order', 'Nothing is taken before the agreement is accepted.')
  if (school.phase === 'paused')
    throw new Problem('out-of-order', 'The school is paused; resume it, then upload the file.')
}

async function refuseFile({ control }: ApiDependencies, school: string, bytes: Buffer): Promise<void> {
  const binding = await findBinding(control, school)
  if (!isFedByUploads(binding?.settings))
    throw new Problem('out-of-order', 'The school is not read from uploads; its source would have to be `upload:`.')
  const fault = uploadFault(bytes, binding?.externalId ?? '')
  if (fault === null) return
  const { file, ...place } = fault
  const detail = 'No run could read this file: see `errors` for the file in it, the line and the column.'
  throw new Problem('invalid-request', detail, [{ path: 'body', ...(file !== null && { file }), ...place }])
}
