import type { RuleDate } from './date.js'
import { addPeriod, after, dayOf, earliest, endOf, startOf } from './days.js'
import type { Instant } from './days.js'
import type { Facts } from './facts.js'

/** E, the first instant at which the contract is no longer in force (requirements.md §4, 9): an early end, or the end of its last day. */
export function contractEndsAt({ contract }: Pick<Facts['school'], 'contract'>): Instant | null {
  return earliest(contract?.endedAt ?? null, contract?.endsOn ? endOf(contract.endsOn) : null)
}

interface ContractFacts {
  readonly school: Pick<Facts['school'], 'contract'>
  readonly now: Instant
}

/** A period in hours runs from that instant; one in months from the London day whose last instant lies before it. */
export function contractEnd({ school, now }: ContractFacts, period: string): RuleDate | null {
  const end = contractEndsAt(school)
  if (end === null) return null
  const last = dayOf(end - 1)
  const shared = {
    rule: 'contractEnd',
    begins: end,
    planned: end > now,
    fact: { what: 'contractEnd', date: last },
  } as const
  if (inHours(period)) return { ...shared, dueAt: after(end, period) }
  const dueOn = addPeriod(last, period)
  return { ...shared, dueOn, dueAt: startOf(dueOn) }
}

const inHours = (period: string) => period.startsWith('PT')

/** Whether the last day of a contract is behind. */
export function contractIsOver({ endsOn }: { readonly endsOn?: string | undefined }, at: Date): boolean {
  return endsOn !== undefined && endOf(endsOn) <= at.getTime()
}
