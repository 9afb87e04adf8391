import type { ApiDependencies } from '../../dependencies.js'

/**
 * Rings after the instruction is safe. Nobody waits for it, and a ring that fails is no failure of the request: what was not heard within a
 * minute is rung again.
 */
export function ringLater({ ring, log }: ApiDependencies, school: string): void {
  ring(school).catch((error: unknown) => {
    log?.warn(
      { school, err: error instanceof Error ? error.name : 'unknown' },
      'the lifecycle could not be rung; it will be within a minute',
    )
  })
}
