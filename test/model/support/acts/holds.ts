import type { Answer } from '../../../api/api-under-test.js'
import type { ActOf, Decision } from '../act.js'
import { personKey } from '../model.js'
import type { Kind } from '../model.js'
import { at } from '../played.js'
import type { Played } from '../played.js'
import { today } from './at-the-school.js'

const DAY_MS = 86_400_000
// As long as a person who is kept may be shown without being listed: until the erasure would have been due, at the most.
const KEPT_DAYS = { immediate: 2, grace: 215, staff: 7 } as const

interface Row {
  readonly id: string
  readonly op: 'added' | 'changed' | 'removed'
  readonly kind: Kind | 'group'
  readonly recordId: string
  readonly name: { readonly forename: string } | string | null
  readonly fields: readonly { readonly item: string; readonly after: unknown }[]
}

export async function openHolds({ say }: Played): Promise<readonly Answer['body'][]> {
  return (await say('school', 'GET', '/holds?state=open&limit=100')).body.data
}

export async function decide(played: Played, act: ActOf<'decide'>): Promise<void> {
  const hold = at(await openHolds(played), act.hold)
  if (hold) await decideHold(played, hold.id, act.as, act.all ? 'all' : 'half')
}

/** Of a hold: all that was not put off, as one says it for the whole; each second record; or all of them by name. */
type Which = 'all' | 'half' | 'named'

/** Two people decide where one may not. */
export async function decideHold(played: Played, hold: string, as: Decision, which: Which): Promise<void> {
  const { body } = await played.say('school', 'GET', `/holds/${hold}?limit=500`)
  const waiting: readonly (Row & { readonly decision: Decision | null })[] = body.changes.data
  const rows = waiting.filter(({ decision }, index) =>
    which === 'all' ? decision !== 'defer' : which === 'named' || index % 2 === 0,
  )
  if (rows.length === 0) return
  const asked = which === 'all' ? {} : { changes: rows.map(({ id }) => id) }
  const first = await played.say('school', 'POST', `/holds/${hold}/${as}`, asked)
  const answer = first.body.needsSecondPerson ? await played.say('head', 'POST', `/holds/${hold}/${as}`, asked) : first
  if (answer.status !== 202) throw new Error(`${as} answered ${answer.status} ${JSON.stringify(answer.body)}`)
  for (const row of rows) note(played, row, as)
  await played.live()
}

function note(played: Played, row: Row, as: Decision): void {
  const { model, follower, school } = played
  const key = keyOfRow(follower.who, row)
  if (as === 'defer' || (as === 'release' && row.op !== 'removed')) return
  if (row.kind === 'group') {
    if (as === 'reject') model.loose.add(typeof row.name === 'string' ? row.name : '')
  } else if (as === 'release') model.told.set(key, today(played))
  else if (row.op !== 'removed') model.refused.add(key)
  else {
    const days = row.kind === 'staff' ? KEPT_DAYS.staff : KEPT_DAYS[school.way.agreement === 'assessment-portal' ? 'grace' : 'immediate'] // prettier-ignore
    model.kept.set(key, new Date(played.now().getTime() + days * DAY_MS))
  }
}

/** Somebody who waits to be added is nobody yet, but for what the source says of them. */
function keyOfRow(who: ReadonlyMap<string, string>, { recordId, kind, name, fields }: Row): string {
  const forename = typeof name === 'object' ? name?.forename : name
  const born = fields.find(({ item }) => item === `${kind}.dateOfBirth`)?.after
  return who.get(recordId) ?? personKey(kind === 'staff' ? 'staff' : 'pupil', forename, born)
}

/** Undoes one of the last runs but the first, without which there is nobody left; and notes whom and what that was about. */
export async function revert(played: Played, act: ActOf<'revert'>): Promise<void> {
  const runs: readonly { readonly id: string; readonly trigger: string }[] = (
    await played.say('school', 'GET', '/syncs?limit=4')
  ).body.data
  const run = at(
    runs.filter(({ trigger }) => trigger !== 'first'),
    act.run,
  )
  if (!run) return
  const { status, body } = await played.say('school', 'POST', `/syncs/${run.id}/revert`)
  if (status !== 202) return
  const names = new Map([...played.follower.records].map(([id, { items }]) => [id, String(items['group.name'])]))
  await played.live()
  const { model, follower } = played
  for (const { kind, recordId, subjectId } of await played.told(body.runId)) {
    if (kind === 'group' || kind === 'membership')
      model.loose.add(names.get(recordId) ?? groupName(follower.records.get(recordId)?.items))
    const key = follower.who.get(subjectId ?? '')
    if (key === undefined) continue
    model.refused.add(key)
    model.kept.set(key, new Date(played.now().getTime() + KEPT_DAYS.grace * DAY_MS))
  }
}

const groupName = (items: Readonly<Record<string, unknown>> | undefined) => String(items?.['group.name'])
