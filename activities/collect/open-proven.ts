import { isDeepStrictEqual } from 'node:util'
import type { Source } from '../../connectors/source.js'
import { noteTold } from '../../db/control/source-binding.js'
import type { Establishment } from '../../db/control/source-binding.js'
import type { SchoolSaid } from '../../pipeline/verdict.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'
import type { Terms } from './terms.js'
import { turnsAt } from './turns.js'
import type { Vigil } from './vigil.js'

/** A source that was met, and the school as it named it. */
export interface Proven {
  readonly source: Source
  readonly said: SchoolSaid
}

/**
 * Opens the source of a school, read under a vigil. The feed must be this school's own, whatever the credentials open (R46). A source that no
 * whole read has proven yet must also be of the establishment that the one before it was, or that was registered, where both say so; once it
 * is proven the number may change under it, as when a school becomes an academy.
 */
export async function openProven(deps: ActivityDependencies, terms: Terms, vigil: Vigil): Promise<Proven> {
  const { binding, school } = terms
  const turns = turnsAt(deps, terms)
  const manners = {
    signal: vigil.signal,
    beforeRequest: async () => {
      await Promise.all([vigil.look(), turns.take(vigil.signal)])
    },
    askedToWait: turns.pause,
    patienceMs: deps.patienceMs,
  }
  const source = deps.openSource(binding, terms.secret, manners, school.id)
  const told = await source.school()
  if (told.ref !== binding.externalId) throw failure('WrongSchool')
  const known = {
    laCode: binding.told.laCode ?? school.la_code,
    establishmentNumber: binding.told.establishmentNumber ?? school.establishment_number,
  }
  if (binding.provenAt === null && isAnother(known, told)) throw failure('WrongSchool')
  const says = {
    laCode: told.laCode ?? known.laCode,
    establishmentNumber: told.establishmentNumber ?? known.establishmentNumber,
  }
  if (!isDeepStrictEqual(says, binding.told)) await noteTold(deps.control, school.id, says)
  return { source, said: { ref: told.ref, ...says } }
}

/** Whether two name an establishment each, and not the same. */
function isAnother(one: Establishment, other: Establishment): boolean {
  const differ = (a: string | null, b: string | null) => a !== null && b !== null && a !== b
  return differ(one.laCode, other.laCode) || differ(one.establishmentNumber, other.establishmentNumber)
}
