import type { ApiDependencies } from '../../dependencies.js'

/**
 * Rings after the instruction is safe. Nobody waits for it, and a ring that fails is no failure of the request: what was not heard within a
 * minute is rung again.
 */
export function ringLater({ ring, log }: ApiDependencies, school: string): void {
  later(ring(school), school, log)
}

/** The same for the end of a school. */
export function ringEndingLater({ ringEnding, log }: ApiDependencies, school: string): void {
  later(ringEnding(school), school, log)
}

function later(ringing: Promise<void>, school: string, log: ApiDependencies['log']): void {
  ringing.catch((error: unknown) => {
    log?.warn(
      { school, err: error instanceof Error ? error.name : 'unknown' },
      'a workflow could not be rung; it will be within a minute',
    )
  })
}
