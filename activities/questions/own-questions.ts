import { contractIsOver } from '../../agreement/retention/contract-end.js'
import { addDays, dayOf, startOf } from '../../agreement/retention/days.js'
import type { Day } from '../../agreement/retention/days.js'
import { contractQuestion, unreadQuestion } from '../../agreement/retention/school-question.js'
import type { SchoolQuestion } from '../../agreement/retention/school-question.js'
import type { School } from '../../db/control/school.js'
import type { OwnQuestion } from '../../db/school/school-question.js'

/** What the school is yet to be asked about itself, as far as it is not: the days of each lie ahead, or have come. */
export function questionsAhead(school: School, asked: readonly OwnQuestion[], at: Date): readonly SchoolQuestion[] {
  const { contract, last_whole_read_at } = school
  const today = dayOf(at.getTime())
  const ahead: SchoolQuestion[] = []
  const { endsOn } = contract
  const known = asked.some(
    ({ kind, dueOn, state }) => kind === 'contractEnds' && dueOn === endsOn && state !== 'lapsed',
  )
  if (endsOn !== undefined && !contractIsOver(contract, at) && !known) ahead.push(contractQuestion(endsOn))
  const unread = asked.filter(({ kind }) => kind === 'noWholeRead')
  const since = Math.max(
    last_whole_read_at?.getTime() ?? 0,
    ...unread.map(({ answeredAt }) => answeredAt?.getTime() ?? 0),
  )
  // Who was never read has nothing here that would have to end.
  if (last_whole_read_at !== null && !unread.some(({ state }) => state === 'open'))
    ahead.push(unreadQuestion(since, today))
  return ahead
}

/** When to look again whether something has to be asked that is not yet: on its first day, or tomorrow where that has come and it is not. */
export function nextLook(ahead: readonly SchoolQuestion[], at: Date): Date | null {
  const tomorrow = addDays(dayOf(at.getTime()), 1)
  const days = ahead.map(({ asks }) => firstOf(asks)).map((day) => (day < tomorrow ? tomorrow : day))
  return days.length === 0 ? null : new Date(Math.min(...days.map(startOf)))
}

const firstOf = ([first]: readonly Day[]): Day => first ?? '9999-12-31'

export function hasCome({ asks }: SchoolQuestion, at: Date): boolean {
  return firstOf(asks) <= dayOf(at.getTime())
}
