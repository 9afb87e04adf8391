import { z } from 'zod'
import { answerOf } from '../../agreement/retention/answer.js'
import { factsOfPerson } from '../../agreement/retention/known-person.js'
import { retentionUnder } from '../../agreement/retention/retention.js'
import { knownSchool } from '../../db/control/school.js'
import type { ChangedPerson } from './change-person.js'

/** What an act about one person answers: the date that wins now, or that of the item it is about, and whether a stay pauses it. */
export const datesView = z.object({ wins: z.string().nullable(), dueAt: z.string().nullable(), state: z.string() })

export function datesOf({ school, law, person }: ChangedPerson, at: Date, item?: string): z.infer<typeof datesView> {
  const retention = retentionUnder(factsOfPerson(knownSchool(school), person, at), law)
  const { wins, dates, state } = answerOf(retention)
  const date = item === undefined ? dates[0] : dates.find((one) => one.item === item)
  return { wins, dueAt: date?.dueAt ?? null, state }
}
