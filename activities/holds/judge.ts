import { guard } from '../../agreement/guard/guard.js'
import type { Risk } from '../../agreement/guard/guard.js'
import { isRollover } from '../../agreement/guard/rollover.js'
import { settledGuards } from '../../agreement/guard/settled-guards.js'
import type { WaitingRow } from '../../db/school/hold/hold.js'
import type { StatedLeaving } from '../../db/school/apply/plan.js'
import { isPerson } from '../../db/school/apply/plan.js'
import { knownPeople } from '../../db/school/time/known-people.js'
import type { ChangeSet, Held } from '../../pipeline/compare.js'
import { refKey } from '../../pipeline/assign.js'
import { refHash } from '../../pipeline/digest.js'
import { divide } from '../../pipeline/wait.js'
import type { Divided, Waiting } from '../../pipeline/wait.js'
import type { ActivityDependencies } from '../dependencies.js'
import type { Settling } from '../collect/settle.js'
import { blankedItems, groupLoss, openDiffering, renamedPeople } from './differences.js'
import { fatesOf } from './fates.js'
import { lossOf, sortMissing } from './losses.js'
import { reviewsKind } from './review.js'

export interface ToJudge {
  readonly changes: ChangeSet
  /** What waited before this read. */
  readonly standing: readonly WaitingRow[]
  readonly stated: ReadonlyMap<string, StatedLeaving>
  /** Records of people whom the read lists as guests, or with a first day to come: that is stated. */
  readonly outOfScope: ReadonlySet<string>
  /** Records of which a person refused just what the source says again. */
  readonly refused: ReadonlySet<string>
  /** What the school permits became less: this read is no proof of anybody's absence. */
  readonly permissionsNarrowed: boolean
}

export interface Judgement extends Divided {
  readonly risks: readonly Risk[]
}

/** Looks at what a whole read would change, and says what of it waits for a person. */
export async function judge(deps: ActivityDependencies, settling: Settling, given: ToJudge): Promise<Judgement> {
  const { school, terms, today, held, keys, input } = settling
  const { changes, standing } = given
  const at = new Date(input.at)
  const absent = stillAbsent(held, changes, standing)
  const missing = [...changes.missing.filter(isPerson), ...absent]
  const openKeys = (ids: readonly string[]) => deps.keyring.openKeys(terms.school.id, ids)
  const isStated = (id: string) => given.stated.has(id) || given.outOfScope.has(id)
  const known = await knownPeople(
    school.db,
    openKeys,
    missing.map(({ id }) => id),
  )
  const sorted = sortMissing(missing, isStated, known, { school: terms.school, at })
  const differing = await openDiffering(school.db, openKeys, changes)
  const groups = groupsKnown(changes)
  const groupOf = (ref: string) =>
    groups.get(refKey({ kind: 'group', refHash: refHash('group', ref, keys.hashes.lookup) }))
  const risks = guard(
    {
      today,
      losses: (['pupil', 'staff'] as const).map((kind) => lossOf(kind, { held, missing, sorted })),
      blanked: blankedItems(differing, changes.unchanged),
      renamed: renamedPeople(differing, changes.unchanged),
      groups: asksForLess(settling)
        ? nothingLost
        : await groupLoss(school.db, changes, {
            listedBefore: held.filter((one) => !isPerson(one)).length,
            today,
            groupOf,
          }),
      permissionsNarrowed: given.permissionsNarrowed,
    },
    {
      guards: settledGuards(terms.agreement.guards, terms.school.settings.guards),
      rollover: isRollover(today, terms.school.settings),
    },
  )
  const fates = fatesOf({
    risks,
    missing: sorted,
    differing,
    reviews: reviewsKind(terms),
    refused: given.refused,
    absenceIsNoProof: given.permissionsNarrowed,
  })
  const divided = divide(changes, fates)
  const waiting = [...divided.waiting, ...absent.flatMap((one): Waiting[] => goesOnWaiting(one, fates.removed(one)))]
  return { ...divided, waiting, risks }
}

/** Whose absence waits already and who is missing still. */
function stillAbsent(held: readonly Held[], { restored }: ChangeSet, waiting: readonly WaitingRow[]): readonly Held[] {
  const waits = new Set(waiting.filter(({ op }) => op === 'removed').map(({ recordId }) => recordId))
  const back = new Set(restored.map((match) => match.held.id))
  return held.filter(({ id, absent }) => absent && waits.has(id) && !back.has(id))
}

function goesOnWaiting(held: Held, fate: ReturnType<ReturnType<typeof fatesOf>['removed']>): Waiting[] {
  return typeof fate === 'object' ? [{ ...fate, op: 'removed', held }] : []
}

/** The groups that came and are held, by what the source calls them now: under a new MIS that is not what they are held under. */
function groupsKnown({ unchanged, changed, restored, rebound }: ChangeSet): ReadonlyMap<string, string> {
  const matches = [...unchanged, ...changed, ...restored, ...rebound].filter(({ held }) => !isPerson(held))
  return new Map(matches.map(({ held, arrival }) => [refKey(arrival), held.id]))
}

const nothingLost = { listedBefore: 0, missing: 0, memberships: 0, ended: 0 }
const membershipItems = ['pupil.classes', 'pupil.groups', 'staff.groups'] as const

/** The school itself withdrew memberships since the last whole read: that their groups are gone is what it asked for. */
function asksForLess({ last, vigil }: Settling): boolean {
  const granted = vigil.grant().items
  return membershipItems.some((item) => last?.completeness.asked.includes(item) === true && !granted.has(item))
}
