import { wrongSchool } from '../http/failures.js'
import type { SourceSchool } from '../source.js'
import { addressOf } from './address.js'
import type { Ask } from './http/client.js'
import { readTokenDetails } from './payloads.js'
import type { TokenDetails } from './payloads.js'
import type { XporterBinding } from './settings.js'

export interface MetSchool {
  readonly school: SourceSchool
  readonly scopes: readonly string[]
}

/**
 * Meets the school by what the token is good for. It is the only answer that says whose it is: one for another school or application is
 * believed in nothing.
 */
export async function meetSchool(ask: Ask, binding: XporterBinding): Promise<MetSchool> {
  const { scopes, name } = await detailsOf(ask, binding)
  const { schoolId } = binding
  const school = { ref: schoolId, name: name ?? '', laCode: schoolId.slice(0, 3), establishmentNumber: schoolId.slice(3), urn: null } // prettier-ignore
  return { scopes, school }
}

async function detailsOf(ask: Ask, { schoolId, relyingParty, baseUrl }: XporterBinding): Promise<TokenDetails> {
  const details = readTokenDetails(
    await ask(addressOf(baseUrl, 'v1/TokenDetails', { httpStatusCodes: 'true' }), 'school'),
  )
  if (details.estab !== schoolId) throw wrongSchool()
  if (details.relyingparty?.toLowerCase() !== relyingParty.toLowerCase()) throw wrongSchool()
  return details
}
