import { z } from 'zod'
import { renameAll } from './acts/at-the-source.js'
import { decideHold, openHolds } from './acts/holds.js'
import { heal, resume } from './acts/trouble.js'
import { everybody } from './model.js'
import { happen, truthOf } from './played.js'
import type { Played } from './played.js'

// An absence is confirmed on the second night, and what it is due for done by the third.
const NIGHTS = 2
const MOST_NIGHTS = 8

/** The source is well again, nothing is reviewed any more, what waits is released, and whole nights pass until nothing waits. */
export async function settle(played: Played): Promise<void> {
  await heal(played)
  await resume(played)
  await played.say('head', 'PATCH', '/settings', { syncMode: 'automatic' })
  await putNamesRight(played)
  await sayOtherwise(played)
  for (let night = 1; night <= MOST_NIGHTS; night += 1) {
    await played.night()
    const waiting = await openHolds(played)
    // What was put off is named, or it would go on waiting.
    for (const { id } of waiting) await decideHold(played, id, 'release', 'named')
    if (night >= NIGHTS && waiting.length === 0) return
  }
}

/**
 * Whose number is withheld, and who has another name since, is not found again in another MIS, and such a read is refused every night
 * (docs/decisions/0160): the school puts the name right, and the source is read before anything else is said of them.
 */
async function putNamesRight(played: Played): Promise<void> {
  const { model, follower } = played
  const there = everybody(await truthOf(played))
  const renamed = [...follower.records].flatMap(([id, { items }]) => {
    const key = follower.who.get(id) ?? ''
    const [held, now] = [surname.safeParse(items['pupil.name']).data?.surname, there.get(key)]
    const mustBeFound = model.withheld.get(key)?.has('pupil.upn') === true
    return mustBeFound && now && held !== undefined && now.surname !== held ? [{ do: 'rename', misId: now.misId, surname: held }] : [] // prettier-ignore
  })
  if (renamed.length === 0) return
  await happen(played, ...renamed)
  await played.night()
}

const surname = z.object({ surname: z.string() })

/** What was refused of people, or undone, stays away until the source says something else of them: it does, and that is another surname. */
async function sayOtherwise(played: Played): Promise<void> {
  const { model, follower } = played
  const there = everybody(await truthOf(played))
  await renameAll(
    played,
    [...model.refused].flatMap((key) => there.get(key) ?? []),
  )
  for (const [id] of follower.records)
    if (model.refused.has(follower.who.get(id) ?? '')) await played.say('school', 'DELETE', `/withdrawals/${id}`)
}
