import type { EndpointRule } from '../endpoint.js'
import type { SourceSchool } from '../source.js'
import { addressOf } from './address.js'
import { wrongSchool } from '../http/failures.js'
import type { Ask } from './client.js'
import { readSchool } from './payloads.js'
import { regionOrigin } from './region.js'
import type { WondeBinding } from './settings.js'

export interface MetSchool {
  readonly school: SourceSchool
  /** The host on which everything else of this school is read. */
  readonly origin: URL
}

/** Reads the school itself, before anything is believed: the token is its own, the answer is about it, and its region is known. */
export async function meetSchool(ask: Ask, binding: WondeBinding, rule: EndpointRule): Promise<MetSchool> {
  const base = new URL(binding.baseUrl)
  const body = readSchool(await ask(addressOf(base, `schools/${binding.schoolId}`), 'school'))
  const ref = body.id ?? ''
  if (ref !== binding.schoolId) throw wrongSchool()
  return {
    school: {
      ref,
      name: body.name,
      establishmentNumber: body.establishment_number ?? null,
      laCode: body.la_code ?? null,
      urn: body.urn ?? null,
    },
    origin: regionOrigin(base, body.region?.domain, rule),
  }
}
