import { z } from 'zod'
import { answerOf } from '../../agreement/retention/answer.js'
import { factsOfPerson } from '../../agreement/retention/known-person.js'
import { retentionUnder } from '../../agreement/retention/retention.js'
import { knownSchool } from '../../db/control/school.js'
import type { ChangedPerson } from './change-person.js'

/** What an act about one person answers: the date that wins now, and whether a stay pauses it. */
export const datesView = z.object({ wins: z.string().nullable(), dueAt: z.string().nullable(), state: z.string() })

export function datesOf({ school, law, person }: ChangedPerson, at: Date): z.infer<typeof datesView> {
  const retention = retentionUnder(factsOfPerson(knownSchool(school), person, at), law)
  const { wins, dates, state } = answerOf(retention)
  return { wins, dueAt: dates[0]?.dueAt ?? null, state }
}
