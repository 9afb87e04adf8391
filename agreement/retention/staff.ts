import type { RuleDate } from './date.js'
import { addPeriod, after, dayOf, startOf } from './days.js'
import type { Facts } from './facts.js'
import { goneFrom } from './leaver.js'
import type { Leaving } from './leaving.js'
import type { RetentionPolicy } from './policy.js'

const WITHIN = 'PT24H'

/**
 * A member of staff who left (requirements.md §4, 11): disabled until the school decides, but not for ever; or erased, where the agreement
 * says so. What the school deletes is gone in a day.
 */
export function staffDates(facts: Facts, leaving: Leaving, policy: RetentionPolicy): readonly RuleDate[] {
  return [left(facts, leaving, policy), deleted(facts)].filter((date) => date !== null)
}

function left({ now }: Facts, leaving: Leaving, policy: RetentionPolicy): RuleDate | null {
  const gone = goneFrom(leaving)
  if (gone === null) return null
  const fact = { what: leaving.lastDay === null ? 'notice' : 'leavingDate', date: leaving.lastDay ?? dayOf(gone) }
  const planned = gone > now
  if (policy.staffLeaver === 'erase')
    return { rule: 'staffLeft', dueAt: after(gone, WITHIN), begins: gone, planned, fact }
  // The disabling at midnight belongs to the day that it ends.
  const dueOn = addPeriod(dayOf(gone - 1), policy.staffMaxDisabled)
  return { rule: 'staffCap', dueOn, dueAt: startOf(dueOn), begins: gone, planned, fact }
}

function deleted({ answers }: Facts): RuleDate | null {
  const answer = answers.find((one) => one.answer === 'delete')
  if (!answer) return null
  const { at } = answer
  return {
    rule: 'staffDeletedBySchool',
    dueAt: after(at, WITHIN),
    begins: at,
    planned: false,
    fact: { what: 'deletedBySchool', date: dayOf(at) },
  }
}
