import { statusOf } from '../../../activities/life/status.js'
import { findSchool } from '../../../db/control/school.js'
import type { Ground } from '../../support/nights/ground.js'
import { letNightCome, live, sync } from '../../support/nights/live.js'
import type { NightSchool } from '../../support/nights/school.js'
import { copyOf } from './follower.js'
import type { Follower } from './follower.js'
import { look } from './look.js'
import { emptyModel } from './model.js'
import type { Played } from './played.js'
import { runChanges } from './rows.js'

const HOUR_MS = 3_600_000
// A fortnight of nights, absences that are confirmed every four hours, and what people are told of.
const MOST_WAKINGS = 200

/** A school on a ground, without Temporal; `from` is an application that has followed it so far. */
export function playedOn(ground: Ground, school: NightSchool, from: Follower): Played {
  const { deps, now, keyring, sim } = ground
  const played: Played = {
    deps,
    now,
    keyring,
    sim,
    school,
    model: emptyModel(),
    follower: copyOf(from),
    toldAt: now,
    say: (role, method, path, body) => ground.api.call(role, method, `/v1/schools/${school.id}${path}`, body),
    spoil: (...faults) =>
      sim('PUT', 'faults', { faults: faults.map((one) => ({ schoolId: school.simulated, ...one })) }),
    told: async (run) => runChanges((await deps.schools.open(school.id)).db, run),
    live: async () => {
      await live(ground, school.id)
      await look(played)
    },
    night: async () => {
      await later(ground, 24)
      await letNightCome(ground, school.id)
      await look(played)
    },
    read: async () => {
      const run = await sync(ground, school.id)
      await look(played)
      return run
    },
    pass: (hours) => pass(ground, played, hours),
    sleep: async (days) => {
      await later(ground, days * 24)
      await played.live()
    },
  }
  return played
}

export const later = (ground: Ground, hours: number) =>
  ground.setTime(new Date(ground.now().getTime() + hours * HOUR_MS))

async function pass(ground: Ground, { live: wake, school }: Played, hours: number): Promise<void> {
  const until = ground.now().getTime() + hours * HOUR_MS
  for (let wakings = 0; wakings < MOST_WAKINGS; wakings += 1) {
    const found = await findSchool(ground.deps.control, school.id)
    const { wakeAt } = found ? await statusOf(ground.deps.control, found) : {}
    const next = wakeAt === undefined ? until : Math.max(Date.parse(wakeAt), ground.now().getTime() + 1)
    await ground.setTime(new Date(Math.min(next, until)))
    await wake()
    if (next >= until) return
  }
  throw new Error(`The school woke ${MOST_WAKINGS} times in ${hours} hours.`)
}
