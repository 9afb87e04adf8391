import { Context } from '@temporalio/activity'

// Under half the heartbeat timeout of five seconds, so that one lost beat does not lose the activity.
export const BEAT_MS = 2_000

/** Does `work` and lets Temporal know that it goes on: without a beat, a killed worker would be noticed only when the time for the work is up. */
export async function beating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current()
  const beat = setInterval(() => context.heartbeat(), BEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(beat)
  }
}
