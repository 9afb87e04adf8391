import { sql } from 'kysely'
import type { PlacedMembership } from '../../../pipeline/assign.js'
import type { Arrival } from '../../../pipeline/digest.js'
import { openMemberships } from '../membership.js'
import type { SchoolTransaction } from '../transaction.js'
import type { ApplyPlan } from './plan.js'

export interface MembershipMove {
  readonly op: 'added' | 'removed'
  readonly groupId: string
  readonly subjectId: string
}

/** Ends memberships that are listed no longer and begins those that are new. Answers what moved, for the feed. */
export async function moveMemberships(
  trx: SchoolTransaction,
  plan: ApplyPlan,
  people: readonly Arrival[],
): Promise<readonly MembershipMove[]> {
  const held = await openMemberships(trx.db, people.map(plan.idOf), plan.today)
  const listed = people.flatMap(plan.membershipsOf)
  const heldKeys = new Set(held.map(memberKey))
  const listedKeys = new Set(listed.map(memberKey))
  const ended = held.filter((membership) => !listedKeys.has(memberKey(membership)))
  const begun = listed.filter((membership) => !heldKeys.has(memberKey(membership)))
  await endMemberships(trx, plan, ended)
  await beginMemberships(trx, plan, begun)
  return [
    ...begun.map(({ groupId, subjectId }) => ({ op: 'added' as const, groupId, subjectId })),
    ...ended.map(({ groupId, subjectId }) => ({ op: 'removed' as const, groupId, subjectId })),
  ]
}

const memberKey = ({ subjectId, groupId }: { subjectId: string; groupId: string }) => `${subjectId}/${groupId}`

async function endMemberships(
  trx: SchoolTransaction,
  plan: ApplyPlan,
  ended: readonly { readonly subjectId: string; readonly groupId: string }[],
): Promise<void> {
  if (ended.length === 0) return
  await sql`
    update membership m set to_on = ${plan.today}::date
      from unnest(${ended.map(({ subjectId }) => subjectId)}::uuid[], ${ended.map(({ groupId }) => groupId)}::uuid[]) as e(subject_id, group_id)
     where m.subject_id = e.subject_id and m.group_id = e.group_id and (m.to_on is null or m.to_on > ${plan.today}::date)`.execute(
    trx.db,
  )
}

async function beginMemberships(
  trx: SchoolTransaction,
  plan: ApplyPlan,
  begun: readonly PlacedMembership[],
): Promise<void> {
  if (begun.length === 0) return
  await trx.db
    .insertInto('membership')
    .values(
      begun.map(({ subjectId, groupId, item, from, to }) => ({
        subject_id: subjectId,
        group_id: groupId,
        item,
        from_on: from ?? plan.today,
        to_on: to ?? null,
      })),
    )
    // Left and came back on the same day: the ended row goes on.
    .onConflict((conflict) =>
      conflict
        .columns(['subject_id', 'group_id', 'from_on'])
        .doUpdateSet((eb) => ({ to_on: eb.ref('excluded.to_on') })),
    )
    .execute()
}
