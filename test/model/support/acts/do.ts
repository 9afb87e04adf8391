import type { Act } from '../act.js'
import type { Played } from '../played.js'
import * as school from './at-the-school.js'
import * as source from './at-the-source.js'
import * as holds from './holds.js'
import * as trouble from './trouble.js'

/** Lets one act happen, so far as it can. */
export async function carryOutAct(played: Played, act: Act): Promise<void> {
  switch (act.do) {
    case 'join':
      return source.join(played)
    case 'leave':
    case 'leaveBackdated':
    case 'delete':
      return source.goes(played, act)
    case 'vanish':
      return source.vanish(played, act)
    case 'rename':
      return source.rename(played, act)
    case 'moveClass':
      return source.moveClass(played, act)
    case 'comeBack':
      return source.comeBack(played, act)
    case 'changeMis':
      return source.changeMis(played, act)
    case 'fault':
      return trouble.fault(played, act)
    case 'heal':
      return trouble.heal(played)
    case 'resume':
      return trouble.resume(played)
    case 'decide':
      return holds.decide(played, act)
    case 'revert':
      return holds.revert(played, act)
    case 'night':
      return played.night()
    case 'pass':
      return played.pass(act.hours)
    case 'sleep':
      return played.sleep(act.days)
    case 'withdrawItem':
      return school.withdrawItem(played, act)
    case 'grantAll':
      return school.grantAll(played)
    case 'withdrawPupil':
      return school.withdrawPupil(played, act)
    case 'grantPupil':
      return school.grantPupil(played, act)
    case 'withdrawOfPupil':
      return school.withdrawOfPupil(played, act)
    case 'grantOfPupil':
      return school.grantOfPupil(played, act)
    case 'tellLeft':
      return school.tellLeft(played, act)
    case 'takeBack':
      return school.takeBack(played, act)
    case 'review':
      return school.review(played, act)
  }
}
