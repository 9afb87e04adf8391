import type { connect } from '../../../db/connect.js'
import type { NightSchool } from '../../support/nights/school.js'
import { runEnded } from '../../support/schools.js'
import type { Stack } from '../../support/stack.js'
import { newFollower } from './follower.js'
import { look } from './look.js'
import { emptyModel } from './model.js'
import type { Played } from './played.js'
import { runChanges } from './rows.js'

/** Faults are told to the simulator for all schools at once. */
export type Faults = Map<string, readonly object[]>

export interface Theatre {
  readonly stack: Stack
  readonly keyring: ReturnType<typeof connect<unknown>>
  readonly faults: Faults
}

// A killed worker is noticed in seconds; ten schools wait for the same one.
const WITHIN_MS = 240_000
const HOUR_MS = 3_600_000

/** A school whose lifecycle Temporal keeps: its time is the machine's, so that none passes, and a night is a read that somebody asks for. */
export function playedThrough({ stack, keyring, faults }: Theatre, school: NightSchool): Played {
  const { deps } = stack
  const path = `/v1/schools/${school.id}`
  const read = async () => {
    await stack.atRest(school.id)
    const { status, body } = await stack.call('operator', 'POST', `${path}/syncs`)
    // A paused school is not read.
    if (status !== 202) return { state: 'refused', reason: null } as const
    const run = await runEnded(stack, school.id, body.runId, WITHIN_MS)
    await stack.atRest(school.id)
    await look(played)
    return run
  }
  const played: Played = {
    deps,
    keyring,
    school,
    model: emptyModel(),
    follower: newFollower(),
    now: () => new Date(),
    // What was told two days ago is due at once.
    toldAt: () => new Date(Date.now() - 48 * HOUR_MS),
    say: (role, method, below, body) => stack.call(role, method, `${path}${below}`, body),
    sim: async (method, below, body) => {
      const answer = await stack.sim(method, `/_sim/${below}`, body)
      if (answer.status >= 300) throw new Error(`${method} ${below} answered ${answer.status}`)
      return answer.body
    },
    spoil: async (...spoilt) => {
      faults.set(
        school.id,
        spoilt.map((one) => ({ schoolId: school.simulated, ...one })),
      )
      await stack.sim('PUT', '/_sim/faults', { faults: [...faults.values()].flat() })
    },
    told: async (run) => runChanges((await deps.schools.open(school.id)).db, run),
    live: async () => {
      await stack.atRest(school.id)
      await look(played)
    },
    night: async () => {
      await read()
    },
    read,
    pass: async () => undefined,
    sleep: async () => undefined,
  }
  return played
}
