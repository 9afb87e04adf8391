import { isStatus } from '../http/failures.js'
import { SourceFailure } from '../source.js'
import { schoolAddress } from './address.js'
import type { Ask } from './http/client.js'
import type { ListRequest } from './requests.js'
import type { XporterBinding } from './settings.js'

const ENDPOINT = 'DbStatus'

/**
 * Waits until the source says that the copy is ready which a list is made from; while it is being made, a read would be of half of it. Where
 * the source does not say, or refuses to, the read has to prove itself.
 */
export async function untilReady(
  ask: Ask,
  { baseUrl, schoolId }: XporterBinding,
  { endpoint, query }: ListRequest,
): Promise<void> {
  try {
    await ask(schoolAddress(baseUrl, schoolId, endpoint, { ...query, onlyGetDbStatus: 'true' }), ENDPOINT)
  } catch (failure) {
    if ([400, 403, 404].some((status) => isStatus(failure, status, ENDPOINT))) return
    if (!isStatus(failure, 503, ENDPOINT)) throw failure
    throw new SourceFailure('SourceUnavailable', `${ENDPOINT}: the source’s copy of the school is not ready`)
  }
}
