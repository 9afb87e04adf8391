import { wrongSchool } from '../http/failures.js'
import type { SourceSchool } from '../source.js'
import { addressOf, schoolAddress } from './address.js'
import type { Ask } from './http/client.js'
import { readDatasets, readTokenDetails } from './payloads.js'
import type { TokenDetails } from './payloads.js'
import { sharesSchool } from './scopes.js'
import type { XporterBinding } from './settings.js'
import { label, text } from './translate/row.js'

export interface MetSchool {
  readonly school: SourceSchool
  readonly scopes: readonly string[]
}

/** What the token is good for. It is the only answer that says whose it is: one for another school or application is believed in nothing. */
export async function askScopes(ask: Ask, binding: XporterBinding): Promise<readonly string[]> {
  return (await detailsOf(ask, binding)).scopes
}

/** Meets the school itself, before anything is believed. Of it number and name are asked for and nothing more (R34). */
export async function meetSchool(ask: Ask, binding: XporterBinding): Promise<MetSchool> {
  const { scopes, name } = await detailsOf(ask, binding)
  const { schoolId, baseUrl } = binding
  const query = { select: 'Id,Name,EstabId' }
  const info = sharesSchool(scopes)
    ? readDatasets(
        await ask(schoolAddress(baseUrl, schoolId, 'SchoolInfo', query), 'SchoolInfo'),
        'SchoolInfo',
        'SchoolInfo',
      )
    : undefined
  const [row] = info?.rows('SchoolInfo') ?? []
  // The MIS's own number may differ from the one the school has at Xporter, which is what is bound.
  const estab = (row && text(row, 'EstabId')) ?? schoolId
  const number = /^\d{7}$/.test(estab) ? estab : schoolId
  return {
    scopes,
    school: {
      ref: schoolId,
      name: (row && label(row, 'Name')) ?? name ?? '',
      laCode: number.slice(0, 3),
      establishmentNumber: number.slice(3),
      urn: null,
    },
  }
}

async function detailsOf(ask: Ask, { schoolId, relyingParty, baseUrl }: XporterBinding): Promise<TokenDetails> {
  const details = readTokenDetails(
    await ask(addressOf(baseUrl, 'v1/TokenDetails', { httpStatusCodes: 'true' }), 'school'),
  )
  if (details.estab !== schoolId) throw wrongSchool()
  if (details.relyingparty?.toLowerCase() !== relyingParty.toLowerCase()) throw wrongSchool()
  return details
}
