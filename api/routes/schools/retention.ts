import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { londonDay } from '../../../agreement/calendar.js'
import { grantedItems } from '../../../agreement/grant-code.js'
import { lawOf } from '../../../agreement/law.js'
import { answerOf } from '../../../agreement/retention/answer.js'
import { flags, ruleCodes } from '../../../agreement/retention/date.js'
import { factsOfPerson } from '../../../agreement/retention/known-person.js'
import { retentionUnder } from '../../../agreement/retention/retention.js'
import { currentGrant } from '../../../db/control/acceptance.js'
import { versionsInForce } from '../../../db/control/in-force.js'
import { findSchool, knownSchool } from '../../../db/control/school.js'
import type { ApiDependencies } from '../../dependencies.js'
import { receiptOf } from '../../../db/school/erase/receipt.js'
import { UUID } from '../../paging.js'
import { notFound } from '../../problem.js'
import { knownPerson } from '../../records/known-person.js'
import { typed } from '../../typed.js'
import { schoolParams } from './schools.js'

const params = schoolParams.extend({ recordId: z.string().max(64) })

const date = z.object({
  rule: z.enum(ruleCodes),
  item: z.string().optional(),
  dueOn: z.string().optional(),
  dueAt: z.string(),
  eraseAt: z.string(),
  planned: z.boolean(),
  fact: z.object({ what: z.string(), date: z.string() }),
  lateByDays: z.number().optional(),
})

/** As the calculator answers (requirements.md §4), for a pupil who is held. */
const retentionView = z.object({
  dates: z.array(date).readonly(),
  wins: z.enum(ruleCodes).nullable(),
  state: z.enum(['none', 'waiting', 'stayed', 'refused']),
  hiddenFrom: z.string().optional(),
  leftFrom: z.string().optional(),
  disabledFrom: z.string().optional(),
  asks: z.array(z.string()).readonly(),
  flags: z.array(z.enum(flags)).readonly(),
  /** Stands in the certificate of this pupil's erasure: for the school to keep beside the name (K19). */
  receipt: z.string(),
})

/** Every date that applies to one pupil, the rule and the fact behind each, and the one that wins. */
export function retentionRoutes(app: FastifyInstance, { control, keyring, schools, clock }: ApiDependencies): void {
  typed(app).get(
    '/v1/schools/:schoolId/pupils/:recordId/retention',
    {
      config: { roles: ['school', 'head'], afterEnd: 'untilErased' },
      schema: { params, response: { 200: retentionView } },
    },
    async (request, reply) => {
      const { schoolId, recordId } = request.params
      const school = await findSchool(control, schoolId)
      if (!school || !UUID.test(recordId)) throw notFound()
      const law = lawOf(await versionsInForce(control, school))
      if (!law) throw notFound()
      const [grant, { db }] = await Promise.all([currentGrant(control, schoolId), schools.open(schoolId)])
      const at = clock()
      const reader = { db, keyring, school: schoolId, granted: grantedItems(grant?.items ?? []) }
      const person = await knownPerson(reader, { id: recordId, kind: 'pupil', at, today: londonDay(at) })
      if (!person) throw notFound()
      const retention = retentionUnder(factsOfPerson(knownSchool(school), person, at), law)
      const receipt = receiptOf(await keyring.schoolKey(schoolId, 'lookup'), recordId)
      return reply.send({ ...answerOf(retention), receipt })
    },
  )
}
