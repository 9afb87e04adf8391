import type { Ground } from '../../support/nights/ground.js'
import type { Act } from './act.js'
import { carryOutAct } from './acts/do.js'
import { later, playedOn } from './direct.js'
import { judge } from './judge.js'
import { noteRead } from './look.js'
import { settle } from './settle.js'
import { BEGINS } from './stages.js'
import type { Stage } from './stages.js'

/** Lives a sequence at a school, lets it settle, and answers everything that is not as it should be then. */
export async function liveSequence(ground: Ground, stage: Stage, acts: readonly Act[]): Promise<readonly string[]> {
  await ground.setTime(BEGINS)
  await stage.back.goBack()
  const played = playedOn(ground, stage.school, stage.follower)
  await played.spoil()
  await noteRead(played)
  for (const one of acts) {
    // No two things happen in the same instant.
    await later(ground, 1 / 60)
    await carryOutAct(played, one)
  }
  await ground.setTime(nextEvening(ground.now()))
  await settle(played)
  await later(ground, 24)
  await played.live()
  await played.read()
  return judge(played, () => later(ground, 1))
}

const DAY_MS = 86_400_000

/** At the hour at which a sequence begins: what is looked at then is looked at on one day, in London too. */
const nextEvening = (now: Date) => new Date(now.getTime() + DAY_MS - ((now.getTime() - BEGINS.getTime()) % DAY_MS))
