import { setTimeout as wait } from 'node:timers/promises'

// A killed worker is noticed within five seconds and its work begins again. The end of a school takes a minute more than the destroying, and
// ten kills and a loaded machine make several of it.
const ENDS_WITHIN_MS = 300_000

/** Asks until there is an answer; what has none by then is stuck. */
export async function untilKnown<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer | undefined> {
  for (const giveUpAt = Date.now() + ENDS_WITHIN_MS; Date.now() < giveUpAt;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await wait(500)
  }
  return undefined
}
