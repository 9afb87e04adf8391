import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { connectorNames } from '../../agreement/agreement.js'
import { isLoopback } from '../../connectors/endpoint.js'
import { paces } from '../../connectors/paces.js'
import { pauseTurns, takeTurn } from '../../db/control/source-turn.js'
import type { ActivityDependencies } from '../dependencies.js'
import type { Terms } from './terms.js'

/** A place in the queue that all workers form before one token. */
export interface Turns {
  /** Resolves when it is our turn; throws the signal's reason when the read is stopped meanwhile. */
  readonly take: (signal: AbortSignal) => Promise<void>
  /** Tells the others that the source asked to be left alone for so long. */
  readonly pause: (waitMs: number) => Promise<void>
}

export function turnsAt(
  { control }: Pick<ActivityDependencies, 'control'>,
  { binding, secret }: Pick<Terms, 'binding' | 'secret'>,
): Turns {
  // A simulator on this machine has nobody else to serve; a rehearsal lives through a year of nights in minutes.
  const connector = isHere(binding.settings) ? undefined : connectorNames.find((name) => name === binding.connector)
  const token = createHash('sha256').update(`${binding.connector} ${secret}`).digest('hex')
  return {
    take: async (signal) => {
      const waitMs = connector ? await takeTurn(control, token, paces[connector]) : 0
      if (waitMs <= 0) return
      // The timer says AbortError; whoever stopped us wants the own reason back.
      await wait(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted())
    },
    pause: (waitMs) => pauseTurns(control, token, waitMs),
  }
}

function isHere(settings: unknown): boolean {
  const { baseUrl } =
    typeof settings === 'object' && settings !== null && 'baseUrl' in settings ? settings : { baseUrl: '' }
  return typeof baseUrl === 'string' && URL.canParse(baseUrl) && isLoopback(new URL(baseUrl).hostname)
}
