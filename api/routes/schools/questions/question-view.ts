import { z } from 'zod'
import { questionKinds } from '../../../../agreement/questions.js'
import type { QuestionKind } from '../../../../agreement/questions.js'
import type { Question } from '../../../../db/school/question.js'

export const kinds = [
  'stillOnRollPastTopYear',
  'leavingLate',
  'stageDateUnknown',
  'listedAfterErasure',
  'upnShared',
  'listedTwice',
  'idReused',
  'contractEnds',
  'noWholeRead',
] as const satisfies readonly QuestionKind[]

export const questionView = z.object({
  id: z.string(),
  kind: z.enum(kinds),
  state: z.enum(['open', 'answered', 'lapsed']),
  /** Whom it is about, where it is about one pupil who is held. */
  subjectId: z.string().nullable(),
  /** What the school keeps beside the name, where it is about somebody who was erased. */
  receipt: z.string().nullable(),
  askedAt: z.string(),
  dueOn: z.string().nullable(),
  answers: z.array(z.string()),
  unanswered: z.string(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
})

export function shownQuestion(question: Question): z.infer<typeof questionView> {
  const { id, kind, state, subject_id, receipt, asked_at, due_on, answer, answered_at } = question
  const { answers, unanswered } = questionKinds[kind]
  return {
    id,
    kind,
    state,
    subjectId: subject_id,
    receipt,
    askedAt: asked_at?.toISOString() ?? '',
    dueOn: due_on,
    answers: [...answers],
    unanswered,
    answer,
    answeredAt: answered_at?.toISOString() ?? null,
  }
}
