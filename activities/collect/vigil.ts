import { Context } from '@temporalio/activity'
import { standing } from '../../db/control/school.js'
import { BEAT_MS } from '../beat.js'
import type { ActivityDependencies } from '../dependencies.js'
import { asFailure, failure } from '../failures.js'
import { loadGrant } from './terms.js'
import type { Grant } from './terms.js'

/** Watches over a read: is it still wanted, and under which grant. */
export interface Vigil {
  /** Aborted when the run is stopped; its reason is the failure to throw. */
  readonly signal: AbortSignal
  /** Looks now. Throws `SchoolStopped` when the school was paused, `SchoolEnding` when it ends. */
  readonly look: () => Promise<void>
  /** The grant as last seen. */
  readonly grant: () => Grant
}

/** Does an activity's reading under a vigil that ends with it; whatever went wrong is thrown as one of our failures. */
export async function underVigil<Result>(
  deps: ActivityDependencies,
  school: string,
  read: (vigil: Vigil) => Promise<Result>,
): Promise<Result> {
  const { end, ...vigil } = await keepVigil(deps, school)
  try {
    return await read(vigil)
  } catch (error) {
    // Whatever an aborted request threw, the reason is that the run was stopped.
    vigil.signal.throwIfAborted()
    throw asFailure(error)
  } finally {
    end()
  }
}

/**
 * Begins to watch: every beat, and before every page, the phase and the grant are read again, so that a pause stops the request in
 * flight (R05) and a withdrawal between two pages counts from the next one on (R04).
 */
async function keepVigil(deps: ActivityDependencies, school: string): Promise<Vigil & { readonly end: () => void }> {
  const context = Context.current()
  const stopped = new AbortController()
  let grant = await loadGrant(deps, school)

  async function look(): Promise<void> {
    stopped.signal.throwIfAborted()
    const now = await standing(deps.control, school)
    if (now?.phase === 'paused') stopped.abort(failure('SchoolStopped'))
    if (now?.phase === 'ending' || now?.phase === 'ended') stopped.abort(failure('SchoolEnding'))
    stopped.signal.throwIfAborted()
    if (now && now.grantVersion !== grant.version) grant = await loadGrant(deps, school)
  }
  const beat = setInterval(() => {
    context.heartbeat()
    // A database that does not answer for a moment is no reason to stop: the next look before a page says so if it stays away.
    look().catch(() => undefined)
  }, BEAT_MS)

  await look()
  return {
    signal: AbortSignal.any([stopped.signal, context.cancellationSignal]),
    look,
    grant: () => grant,
    end: () => clearInterval(beat),
  }
}
