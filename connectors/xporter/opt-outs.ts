import { isStatus } from '../http/failures.js'
import type { Departure, Identity } from '../source.js'
import { addressOf } from './address.js'
import type { Ask } from './http/client.js'
import { fieldsOf } from './http/said.js'
import type { XporterBinding } from './settings.js'

const ENDPOINT = 'GDPRIDs'

const people = [
  ['pupil', 'studentids', 'PL-'],
  ['staff', 'staffids', 'PWT-'],
] as const

/**
 * Whom the school withholds from this application, by its own word. Where it shares nobody but those whom it names, the list is of those, and
 * says nothing of who is missing. Where the source does not tell, the absence speaks alone.
 */
export async function readOptOuts(ask: Ask, { baseUrl, schoolId }: XporterBinding): Promise<readonly Departure[]> {
  try {
    const answer = await ask(addressOf(baseUrl, 'v1/GDPRIDs', { httpStatusCodes: 'true' }), ENDPOINT)
    return [fieldsOf(answer).get('gdpr') ?? []].flat().flatMap((row) => optOutsIn(row, schoolId))
  } catch (failure) {
    if ([400, 403, 404].some((status) => isStatus(failure, status, ENDPOINT))) return []
    throw failure
  }
}

function optOutsIn(row: unknown, schoolId: string): readonly Departure[] {
  const fields = fieldsOf(row)
  if (fields.get('isoptin') !== false || fields.get('estab') !== schoolId) return []
  return people.flatMap(([kind, list, prefix]) =>
    [fields.get(list) ?? []].flat().flatMap((id): Departure[] => {
      const misId = misIdOf(id, prefix)
      if (misId === null) return []
      const ref = prefix + misId
      const identities: Identity[] = [
        { kind: 'sourceId', value: ref },
        { kind: 'misId', value: misId },
      ]
      return [{ kind, ref, by: 'optOut', leftOn: null, at: null, identities }]
    }),
  )
}

/** The papers do not say whether these are bare MIS ids or bear the prefix of their kind. */
function misIdOf(id: unknown, prefix: string): string | null {
  if (typeof id !== 'string' && typeof id !== 'number') return null
  const bare = String(id).replace(new RegExp(`^${prefix}`, 'i'), '')
  return /^[\w.-]{1,100}$/.test(bare) ? bare : null
}
