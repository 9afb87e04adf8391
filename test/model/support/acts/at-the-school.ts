import type { ActOf } from '../act.js'
import { dropItem } from '../follower.js'
import { at } from '../played.js'
import type { Played } from '../played.js'

// Never name or day of birth: by these the model knows people.
const withdrawable = ['pupil.gender', 'pupil.upn', 'pupil.classes', 'pupil.groups', 'pupil.yearGroup', 'pupil.misId', 'staff.groups', 'staff.title'] as const // prettier-ignore
const ofOnePupil = ['pupil.gender', 'pupil.upn', 'pupil.classes', 'pupil.registrationGroup'] as const

export async function withdrawItem(played: Played, act: ActOf<'withdrawItem'>): Promise<void> {
  const item = at(withdrawable, act.item) ?? ''
  const { status } = await played.say('school', 'POST', '/withdrawals', { item })
  if (status !== 201) return
  dropItem(played.follower, item)
  await played.live()
}

export async function grantAll(played: Played): Promise<void> {
  const { body } = await played.say('school', 'GET', '/grant')
  const granted: readonly string[] = body.items
  const items = [...new Set([...granted, ...withdrawable])]
  await played.say('school', 'PUT', '/grant', { items })
  await played.live()
}

/** By who they are: our ids are others for every stage, and a sequence that failed is to be lived again. */
const inOrder = ({ who }: Played['follower'], ids: readonly string[]) =>
  [...ids].sort((one, other) => ((who.get(one) ?? one) < (who.get(other) ?? other) ? -1 : 1))

/** A pupil that our school holds, shown or not: our id, and who that is. */
function pupilAt({ follower }: Played, who: number): readonly [id: string, key: string] | undefined {
  const pupils = [...follower.records].filter(([, { kind }]) => kind === 'pupil').map(([id]) => id)
  const id = at(inOrder(follower, pupils), who)
  return id === undefined ? undefined : [id, follower.who.get(id) ?? '']
}

export async function withdrawPupil(played: Played, { who }: ActOf<'withdrawPupil'>): Promise<void> {
  const [id, key] = pupilAt(played, who) ?? []
  if (id === undefined || key === undefined) return
  const { status } = await played.say('school', 'POST', '/withdrawals', { pupilId: id })
  if (status === 201) played.model.withdrawn.add(key)
  await played.live()
}

/** While they are held; who was erased since stays withdrawn in this spell. */
export async function grantPupil(played: Played, { who }: ActOf<'grantPupil'>): Promise<void> {
  const { follower, model } = played
  const held = [...follower.records.keys()].filter((id) => model.withdrawn.has(follower.who.get(id) ?? ''))
  const id = at(inOrder(follower, held), who)
  if (id === undefined) return
  const { status } = await played.say('school', 'DELETE', `/withdrawals/${id}`)
  if (status === 200) model.withdrawn.delete(follower.who.get(id) ?? '')
  await played.live()
}

export async function withdrawOfPupil(played: Played, act: ActOf<'withdrawOfPupil'>): Promise<void> {
  const [id, key] = pupilAt(played, act.who) ?? []
  if (id === undefined || key === undefined) return
  const item = at(ofOnePupil, act.item) ?? ''
  const { status } = await played.say('school', 'POST', '/withdrawals', { pupilId: id, item })
  const { withheld } = played.model
  if (status === 201) withheld.set(key, new Set([...(withheld.get(key) ?? []), item]))
  await played.live()
}

export async function grantOfPupil(played: Played, act: ActOf<'grantOfPupil'>): Promise<void> {
  const { follower, model } = played
  const [key, items] =
    at(
      [...model.withheld].filter(([, of]) => of.size > 0),
      act.who,
    ) ?? []
  const id = [...follower.records.keys()].find((one) => follower.who.get(one) === key)
  const item = at([...(items ?? [])], act.item)
  if (id === undefined || item === undefined) return
  const { status } = await played.say('school', 'DELETE', `/withdrawals/${id}?item=${item}`)
  if (status === 200) items?.delete(item)
  await played.live()
}

export async function tellLeft(played: Played, { who }: ActOf<'tellLeft'>): Promise<void> {
  const [id, key] = pupilAt(played, who) ?? []
  if (id === undefined || key === undefined) return
  const receivedAt = played.toldAt().toISOString()
  const { status } = await played.say('school', 'POST', '/leavers', { pupilId: id, receivedAt })
  if (status === 201) played.model.told.set(key, receivedAt.slice(0, 10))
  await played.live()
}

export async function takeBack(played: Played, { who }: ActOf<'takeBack'>): Promise<void> {
  const { follower, model } = played
  const held = [...follower.records.keys()].filter((id) => model.told.has(follower.who.get(id) ?? ''))
  const id = at(inOrder(follower, held), who)
  if (id === undefined) return
  const { status } = await played.say('school', 'DELETE', `/leavers/${id}`)
  if (status === 200) model.told.delete(follower.who.get(id) ?? '')
  await played.live()
}

/** Refused where the agreement knows no review. */
export async function review(played: Played, { on }: ActOf<'review'>): Promise<void> {
  await played.say('head', 'PATCH', '/settings', { syncMode: on ? 'manual' : 'automatic' })
  await played.live()
}

/** In London, for sequences are lived at nine in the evening: the same day as everywhere. */
export const today = ({ now }: Played) => now().toISOString().slice(0, 10)
