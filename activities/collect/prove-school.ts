import type { Source } from '../../connectors/source.js'
import { failure } from '../failures.js'
import type { Terms } from './terms.js'

/** The feed must be this school's own, whatever the credentials open (R46). */
export async function proveSchool(source: Source, terms: Terms): Promise<void> {
  const { ref } = await source.school()
  if (ref !== terms.binding.externalId) throw failure('WrongSchool')
}
