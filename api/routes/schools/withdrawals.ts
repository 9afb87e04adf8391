import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { itemOf } from '../../../agreement/grant-code.js'
import type { GrantCode } from '../../../agreement/grant-code.js'
import { isWithdrawn } from '../../../agreement/retention/known-person.js'
import type { KnownPerson } from '../../../agreement/retention/known-person.js'
import { currentGrant } from '../../../db/control/acceptance.js'
import { readAspectsAnew } from '../../../db/control/aspect.js'
import type { Principal } from '../../../db/control/principal.js'
import { holdBackItem } from '../../../db/school/hold-back-item.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { Problem } from '../../problem.js'
import { changePerson } from '../../records/change-person.js'
import type { PersonChange } from '../../records/change-person.js'
import { datesOf, datesView } from '../../records/dates-of.js'
import { typed } from '../../typed.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'
import { setGrant } from './set-grant.js'

const roles = ['school', 'head'] as const
const item = z.string().max(100)
const body = z.union([z.strictObject({ pupilId: z.string().max(64), item: item.optional() }), z.strictObject({ item })])
const pupilView = datesView.extend({ pupilId: z.string(), item: z.string().optional() })
const view = z.union([pupilView, z.object({ item: z.string(), grantVersion: z.number() })])
const params = schoolParams.extend({ pupilId: z.string().max(64) })
const query = z.strictObject({ item: item.optional() })

/**
 * The school withdraws one pupil, one item of everybody, or one item of one pupil (K13): hidden when the answer comes, erased within 24
 * hours. A pupil is granted again while nothing is erased; an item of everybody by granting it again; an item of one pupil at any time, and
 * the next read brings it back.
 */
export function withdrawalRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  routes.post(
    '/v1/schools/:schoolId/withdrawals',
    { config: { roles, afterEnd: 'untilErased' }, schema: { params: schoolParams, body, response: { 201: view } } },
    async (request, reply) => {
      const { schoolId } = request.params
      const asked = request.body
      const by = caller(request)
      const done =
        'pupilId' in asked
          ? await ofPupil(deps, { school: schoolId, subject: asked.pupilId, item: asked.item, act: 'withdraw', by })
          : await withdrawItem(deps, schoolId, asked.item, by)
      ringLater(deps, schoolId)
      return reply.status(201).send(done)
    },
  )
  routes.delete(
    '/v1/schools/:schoolId/withdrawals/:pupilId',
    {
      config: { roles, afterEnd: 'untilErased' },
      schema: { params, querystring: query, response: { 200: pupilView } },
    },
    async (request) => {
      const { schoolId, pupilId } = request.params
      const asked = { act: 'grantAgain', item: request.query.item } as const
      const done = await ofPupil(deps, { ...asked, school: schoolId, subject: pupilId, by: caller(request) })
      ringLater(deps, schoolId)
      return done
    },
  )
}

interface OfPupil extends Pick<PersonChange, 'school' | 'subject' | 'by'> {
  readonly act: 'withdraw' | 'grantAgain'
  /** Of the pupil, if not the whole. */
  readonly item: string | undefined
}

async function ofPupil(deps: ApiDependencies, asked: OfPupil): Promise<z.infer<typeof pupilView>> {
  const { school, subject, act, by, item: code } = asked
  const at = deps.clock()
  const withdraws = act === 'withdraw'
  if (code !== undefined) await refuseUnlessGranted(deps, school, code, withdraws ? 'body/item' : 'querystring/item')
  if (withdraws && code === 'pupil.attendance') throw notOfOnePupil()
  const changed = await changePerson(deps, {
    school,
    subject,
    act,
    by,
    kind: 'pupil',
    fact: { what: withdraws ? 'withdrawn' : 'grantedAgain', value: { item: code ?? null }, learnedAt: at },
    check: (person) => refuseOutOfOrder(person, asked, at),
    ...(code !== undefined && {
      write: (trx, instruction) =>
        holdBackItem(trx, {
          subject,
          item: code,
          does: withdraws ? 'hide' : 'show',
          at,
          because: `instruction-${instruction}`,
        }),
    }),
  })
  // What is granted again comes with the next read; of results one that asks for changes only would not bring it.
  if (!withdraws && code?.startsWith('pupil.assessments')) await readAspectsAnew(deps.control, school)
  return { pupilId: subject, ...(code !== undefined && { item: code }), ...datesOf(changed, at, code) }
}

function refuseOutOfOrder(person: KnownPerson, { act, item: code }: OfPupil, at: Date): void {
  const what = code === undefined ? 'The pupil' : 'This item of the pupil'
  if (isWithdrawn(person, code ?? null) === (act === 'withdraw'))
    throw new Problem(
      'out-of-order',
      act === 'withdraw' ? `${what} is withdrawn already.` : `${what} is not withdrawn.`,
    )
  // Two facts of one kind cannot be of one instant, and the second must not take the place of the first.
  if (person.facts.some(({ what: of, learnedAt }) => isAboutWithdrawing(of) && learnedAt >= at))
    throw new Problem('out-of-order', 'Another withdrawal of this pupil came in the same moment; send this one again.')
}

const isAboutWithdrawing = (what: string) => what === 'withdrawn' || what === 'grantedAgain'

/** Marks are kept by the year under keys of their own, out of which one pupil's alone are not taken: to say that they were would be untrue. */
const notOfOnePupil = () =>
  new Problem(
    'invalid-request',
    'Marks cannot be withdrawn of one pupil alone; withdraw them of everybody, or the whole pupil.',
    [{ path: 'body/item', code: 'notOfOnePupil' }],
  )

async function refuseUnlessGranted(
  { control }: ApiDependencies,
  school: string,
  code: string,
  path: string,
): Promise<void> {
  const grant = await currentGrant(control, school)
  if (!code.startsWith('pupil.') || !grant?.items.some((granted) => goes(granted, code))) throw notGranted(path)
}

const notGranted = (path: string) =>
  new Problem('invalid-request', 'This item is not granted; GET …/grant lists those that are.', [
    { path, code: 'notGranted' },
  ])

/** Every aspect of assessment goes with the item. */
const goes = (granted: GrantCode, withdrawn: string) => granted === withdrawn || itemOf(granted) === withdrawn

async function withdrawItem(deps: ApiDependencies, school: string, withdrawn: string, by: Principal) {
  const items = (before: readonly GrantCode[]) => {
    const left = before.filter((code) => !goes(code, withdrawn))
    if (left.length === before.length) throw notGranted('body/item')
    return left
  }
  const { version } = await setGrant(deps, { school, act: 'withdraw', by, items })
  return { item: withdrawn, grantVersion: version }
}
