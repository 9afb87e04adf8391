import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { londonDay } from '../../../agreement/calendar.js'
import { grantedItems } from '../../../agreement/grant-code.js'
import type { ItemCode } from '../../../agreement/items.js'
import { currentGrant } from '../../../db/control/acceptance.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { UUID, cursorOf, pageOf, pageQuery, positionOf } from '../../paging.js'
import { Problem, notFound } from '../../problem.js'
import { readRecords } from '../../records/read-records.js'
import type { OpenRecord, RecordKind, RecordPage, RecordQuery, RecordState } from '../../records/read-records.js'
import { groupView, pupilView, shownGroup, shownPupil, shownStaff, staffView } from '../../records/record-view.js'
import { typed } from '../../typed.js'
import { schoolParams } from './schools.js'

const roles = ['school', 'head', 'application'] as const
const query = pageQuery.extend({ group: z.string().regex(UUID).optional() })
const pupilQuery = query.extend({ state: z.enum(['onRoll', 'left', 'suspended']).default('onRoll') })
const staffQuery = query.extend({ state: z.enum(['employed', 'disabled']).default('employed') })
const recordParams = schoolParams.extend({ recordId: z.string().max(64) })

/** Reading people and groups: granted items only, those hidden only for a role that may ask for them. */
export function recordRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  kindRoutes(app, deps, { kind: 'pupil', path: 'pupils', query: pupilQuery, view: pupilView, shown: shownPupil })
  kindRoutes(app, deps, { kind: 'staff', path: 'staff', query: staffQuery, view: staffView, shown: shownStaff })
  kindRoutes(app, deps, { kind: 'group', path: 'groups', query: pageQuery, view: groupView, shown: shownGroup })
}

/** What a caller asks for, as it is kept. Staff are disabled, not hidden: the school decides what becomes of the account (R37). */
const states: Readonly<Record<string, RecordState>> = { left: 'left', disabled: 'left', suspended: 'hidden' }

type RecordView = z.infer<typeof pupilView> | z.infer<typeof staffView> | z.infer<typeof groupView>

interface KindOfRecord {
  readonly kind: RecordKind
  readonly path: string
  readonly query: z.ZodType<{
    limit: number
    after?: string | undefined
    group?: string | undefined
    state?: string | undefined
  }>
  readonly view: z.ZodType<RecordView>
  readonly shown: (record: OpenRecord, granted: ReadonlySet<ItemCode>) => RecordView
}

function kindRoutes(app: FastifyInstance, deps: ApiDependencies, of: KindOfRecord): void {
  const routes = typed(app)
  routes.get(
    `/v1/schools/:schoolId/${of.path}`,
    {
      config: { roles, afterEnd: 'returned' },
      schema: { params: schoolParams, querystring: of.query, response: { 200: pageOf(of.view) } },
    },
    async (request, reply) => {
      const { limit, after, group, state } = request.query
      const asked = {
        kind: of.kind,
        limit,
        after: positionOf(after, UUID),
        group,
        state: states[state ?? ''] ?? 'shown',
      }
      if (asked.state !== 'shown') refuseUnlessSchool(request)
      const { granted, records, next } = await read(deps, request.params.schoolId, asked)
      return reply.send({ data: records.map((record) => of.shown(record, granted)), next: next && cursorOf(next) })
    },
  )
  routes.get(
    `/v1/schools/:schoolId/${of.path}/:recordId`,
    { config: { roles, afterEnd: 'returned' }, schema: { params: recordParams, response: { 200: of.view } } },
    async (request, reply) => {
      const { schoolId, recordId } = request.params
      if (!UUID.test(recordId)) throw notFound()
      const state = caller(request).role === 'application' ? 'shown' : 'any'
      const { granted, records } = await read(deps, schoolId, { kind: of.kind, limit: 1, id: recordId, state })
      const [record] = records
      if (!record) throw notFound()
      return reply.send(of.shown(record, granted))
    },
  )
}

function refuseUnlessSchool(request: FastifyRequest): void {
  if (caller(request).role === 'application')
    throw new Problem('not-allowed', 'Those who are hidden are read by the school only.')
}

async function read(
  { control, keyring, schools, clock }: ApiDependencies,
  school: string,
  asked: Omit<RecordQuery, 'at' | 'today'>,
): Promise<RecordPage & { readonly granted: ReadonlySet<ItemCode> }> {
  const at = clock()
  const grant = await currentGrant(control, school)
  const granted = grantedItems(grant?.items ?? [])
  const { db } = await schools.open(school)
  return { granted, ...(await readRecords({ db, keyring, school, granted }, { ...asked, at, today: londonDay(at) })) }
}
