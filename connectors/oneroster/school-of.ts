import { changedShape } from '../http/failures.js'
import type { SourceSchool } from '../source.js'
import type { Block } from '../block.js'
import { inner } from '../block.js'
import { idOf, text } from './translate/block.js'

/** An org as a school of ours. Its `identifier` is what the provider takes for one: by its form the establishment, with its authority, or the URN. */
export function schoolOf(org: Block): SourceSchool {
  const name = text(org, 'name')
  if (name === null) throw changedShape(`${org.at}.name`, 'missing')
  const identifier = text(org, 'identifier') ?? ''
  const [, laCode = null, establishmentNumber = null] = /^(?:(\d{3})[/-]?)?(\d{4})$/.exec(identifier) ?? []
  const metadata = inner(org, 'metadata')
  const urn = /^\d{6}$/.test(identifier) ? identifier : metadata && text(metadata, 'urn', 'URN')
  return { ref: idOf(org), name, establishmentNumber, laCode, urn }
}
