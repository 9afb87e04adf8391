import { z } from 'zod'
import { retentionPolicy } from '../../agreement/agreement.js'
import { answerOf } from '../../agreement/retention/answer.js'
import { factsOfPerson } from '../../agreement/retention/known-person.js'
import { retentionOf } from '../../agreement/retention/retention.js'
import { knownSchool } from '../../db/control/school.js'
import type { ChangedPerson } from './change-person.js'

/** What an act about one person answers: the date that wins now, or that of the item it is about, and whether a stay pauses it. */
export const datesView = z.object({ wins: z.string().nullable(), dueAt: z.string().nullable(), state: z.string() })

export function datesOf(
  { school, agreement, person }: ChangedPerson,
  at: Date,
  item?: string,
): z.infer<typeof datesView> {
  const retention = retentionOf(factsOfPerson(knownSchool(school), person, at), retentionPolicy(agreement))
  const { wins, dates, state } = answerOf(retention)
  const date = item === undefined ? dates[0] : dates.find((one) => one.item === item)
  return { wins, dueAt: date?.dueAt ?? null, state }
}
