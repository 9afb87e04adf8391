import type { Source } from '../../connectors/source.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'
import type { Terms } from './terms.js'
import type { Vigil } from './vigil.js'

/** Opens the source of a school, read under a vigil. The feed must be this school's own, whatever the credentials open (R46). */
export async function openProven(deps: ActivityDependencies, terms: Terms, vigil: Vigil): Promise<Source> {
  const manners = { signal: vigil.signal, beforeRequest: vigil.look, patienceMs: deps.patienceMs }
  const source = deps.openSource(terms.binding, terms.secret, manners, terms.school.id)
  const { ref } = await source.school()
  if (ref !== terms.binding.externalId) throw failure('WrongSchool')
  return source
}
