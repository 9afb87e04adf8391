import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { questionKinds } from '../../../agreement/questions.js'
import type { PupilAnswer } from '../../../agreement/questions.js'
import { findQuestion, listQuestions, noteAnswer } from '../../../db/school/question.js'
import type { Question, QuestionPlace } from '../../../db/school/question.js'
import { caller } from '../../caller.js'
import type { ApiDependencies } from '../../dependencies.js'
import { UUID, page, pageOf, pageQuery, positionOf } from '../../paging.js'
import { Problem, notFound } from '../../problem.js'
import { changePerson } from '../../records/change-person.js'
import { typed } from '../../typed.js'
import { answerAboutSchool, answeredAlready } from './questions/answer-about-school.js'
import type { Answering } from './questions/answer-about-school.js'
import { kinds, questionView, shownQuestion } from './questions/question-view.js'
import { ringLater } from './ring-later.js'
import { schoolParams } from './schools.js'

const query = pageQuery.extend({
  state: z.enum(['open', 'answered', 'lapsed']).optional(),
  kind: z.enum(kinds).optional(),
})
const params = schoolParams.extend({ questionId: z.string().max(64) })
const body = z.strictObject({ answer: z.string().max(40), until: z.iso.date().optional() })

/** What the school is asked, the newest first, and its answers (K12, K13, K21). */
export function questionRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const routes = typed(app)
  routes.get(
    '/v1/schools/:schoolId/questions',
    {
      config: { roles: ['operator', 'school', 'head'], afterEnd: 'untilErased' },
      schema: { params: schoolParams, querystring: query, response: { 200: pageOf(questionView) } },
    },
    async ({ params: { schoolId }, query: { state, kind, limit, after } }) => {
      const { db } = await deps.schools.open(schoolId)
      const found = await listQuestions(db, { state, kind, after: placeOf(after), limit: limit + 1 })
      const { data, next } = page(found, limit, ({ asked_at, id }) => `${asked_at?.toISOString() ?? ''} ${id}`)
      return { data: data.map(shownQuestion), next }
    },
  )
  routes.post(
    '/v1/schools/:schoolId/questions/:questionId/answer',
    {
      config: { roles: ['school', 'head'], afterEnd: 'untilErased' },
      schema: { params, body, response: { 200: questionView } },
    },
    async (request) => {
      const { schoolId, questionId } = request.params
      const question = await questionOf(deps, schoolId, questionId)
      await carryOut(deps, { school: schoolId, question, ...request.body, by: caller(request) })
      ringLater(deps, schoolId)
      return shownQuestion(await questionOf(deps, schoolId, questionId))
    },
  )
}

async function questionOf({ schools }: ApiDependencies, school: string, id: string): Promise<Question> {
  const { db } = await schools.open(school)
  const question = UUID.test(id) ? await findQuestion(db, id) : undefined
  if (!question) throw notFound()
  return question
}

async function carryOut(deps: ApiDependencies, answering: Answering): Promise<void> {
  const { question, answer, until } = answering
  const allowed: readonly string[] = questionKinds[question.kind].answers
  if (!allowed.includes(answer))
    throw new Problem('invalid-request', 'Give one of the `answers` that the question lists.', [
      { path: 'body/answer', code: 'notAmongAnswers' },
    ])
  if (question.state !== 'open') throw answeredAlready()
  if (until !== undefined && answer !== 'renew')
    throw new Problem('invalid-request', 'Only a renewal has a last day; leave `until` out.', [
      { path: 'body/until', code: 'notForThisAnswer' },
    ])
  const told = pupilAnswers.find((one) => one === answer)
  if (question.subject_id === null || !told) return answerAboutSchool(deps, answering)
  await answerAboutPupil(deps, answering, question.subject_id, told)
}

const pupilAnswers: readonly PupilAnswer[] = ['repeatsYear', 'left', 'delete']

/** The rules of time heed it as a fact, in the transaction that notes it: the dates have moved when the answer comes. */
async function answerAboutPupil(
  deps: ApiDependencies,
  { school, question, by }: Answering,
  subject: string,
  answer: PupilAnswer,
): Promise<void> {
  const at = deps.clock()
  const rule = question.kind === 'leavingLate' ? 'leaver' : 'stageEnd'
  await changePerson(deps, {
    school,
    subject,
    kind: 'pupil',
    act: 'answer',
    by,
    fact: { what: 'answer', value: { rule, answer }, learnedAt: at },
    write: async (trx, instruction) => {
      if (!(await noteAnswer(trx.db, question.id, { answer, at, instruction }))) throw answeredAlready()
    },
  })
}

const PLACE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function placeOf(after: string | undefined): QuestionPlace | undefined {
  const [askedAt, id] = positionOf(after, PLACE)?.split(' ') ?? []
  return askedAt === undefined || id === undefined ? undefined : { askedAt: new Date(askedAt), id }
}
