import type { Hold } from '../../db/school/hold/hold.js'

/** At once, at half of its time, and when a tenth is left (domain sheet C9, 5). */
const SHARES = [0, 0.5, 0.9]

type Times = Pick<Hold, 'opened_at' | 'due_at' | 'told_until'>

function tellings({ opened_at, due_at }: Times): readonly Date[] {
  const length = due_at.getTime() - opened_at.getTime()
  return SHARES.map((share) => new Date(opened_at.getTime() + Math.round(length * share)))
}

/** When the school is to be told of a hold again; its deadline, when it has been told three times. */
export function nextTelling(hold: Times, at: Date): Date {
  const told = hold.told_until
  const ahead = tellings(hold).filter((when) => told === null || when > told)
  const [next = hold.due_at] = ahead
  return next < at ? at : next
}

/** Whether a telling has come that was not made yet. One that was missed is made up for once. */
export function isToBeTold(hold: Times, at: Date): boolean {
  const told = hold.told_until
  return tellings(hold).some((when) => when <= at && (told === null || when > told))
}
