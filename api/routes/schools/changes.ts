import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { acknowledge, lastSeq, listChanges } from '../../../db/school/change.js'
import type { Change } from '../../../db/school/change.js'
import type { SchoolDatabase } from '../../../db/school/database.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { page, pageOf, pageQuery, positionOf } from '../../paging.js'
import { Problem } from '../../problem.js'
import { typed } from '../../typed.js'
import { acknowledgeEnd, endOfFeed } from './changes/end-of-feed.js'
import { schoolParams } from './schools.js'

const entry = z.object({
  seq: z.number(),
  at: z.string(),
  op: z.enum(['added', 'changed', 'removed', 'restored', 'erased']),
  kind: z.string(),
  recordId: z.string(),
  subjectId: z.string().nullable(),
  from: z.string().optional(),
  runId: z.string(),
})
// No seq of ours is longer, and a longer one is no safe number.
const SEQ = /^\d{1,15}$/
const ack = z.strictObject({ upToSeq: z.number().int().nonnegative() })

/** The feed: what changed, in order, and how far the application has done the same. */
export function changeRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const { schools, clock } = deps
  const routes = typed(app)
  routes.get(
    '/v1/schools/:schoolId/changes',
    {
      config: { roles: ['school', 'head', 'application'], afterEnd: 'always' },
      schema: { params: schoolParams, querystring: pageQuery, response: { 200: pageOf(entry) } },
    },
    async ({ params, query: { limit, after } }) => {
      const ending = await endOfFeed(deps, params.schoolId)
      if (ending) return { data: ending.seq > seqOf(after) ? [shown(ending)] : [], next: null }
      const { db } = await schools.open(params.schoolId)
      const { data, next } = page(await listChanges(db, seqOf(after), limit + 1), limit, ({ seq }) => String(seq))
      return { data: data.map(shown), next }
    },
  )
  routes.post(
    '/v1/schools/:schoolId/changes/ack',
    {
      config: { roles: ['application'], afterEnd: 'always' },
      schema: { params: schoolParams, body: ack, response: { 200: ack } },
    },
    async (request) => {
      const { upToSeq } = request.body
      const ending = await endOfFeed(deps, request.params.schoolId)
      if (ending) return acknowledgeEnd(deps, request.params.schoolId, ending.seq, upToSeq)
      const { db } = await schools.open(request.params.schoolId)
      if (upToSeq > (await lastSeq(db)))
        throw new Problem('invalid-request', 'The feed has no such entry yet.', [
          { path: 'body/upToSeq', code: 'beyondFeed' },
        ])
      const reader = caller(request).id
      await acknowledge(db, reader, upToSeq, clock())
      return { upToSeq: await acknowledged(db, reader) }
    },
  )
}

/** Where to go on: after a page, or after an entry that the reader knows, since the last page names no next one. */
function seqOf(after: string | undefined): number {
  if (after === undefined) return 0
  return Number(SEQ.test(after) ? after : positionOf(after, SEQ))
}

/** What stands: an acknowledgement moves forward only. */
async function acknowledged(db: Kysely<SchoolDatabase>, reader: string): Promise<number> {
  const row = await db.selectFrom('acknowledgement').select('up_to_seq').where('reader', '=', reader).executeTakeFirst()
  return row?.up_to_seq ?? 0
}

function shown({ at, from, ...change }: Change): z.infer<typeof entry> {
  return { ...change, at: at.toISOString(), ...(from && { from: from.toISOString() }) }
}
