import { checkUpn } from '../../../agreement/identifiers/upn.js'
import type { Block } from '../../block.js'
import { inner } from '../../block.js'
import { many, text } from './block.js'

/** The numbers by which a person is known. */
export interface Numbers {
  readonly misId: string | null
  readonly upn: string | null
  readonly uln: string | null
}

/**
 * OneRoster has no place for a UPN: it is looked for in `userIds` by its type, in `metadata` by its name, and in `identifier` by its form.
 * What then remains as `identifier` is the number of the MIS, unless `userIds` name one.
 */
export function numbersOf(row: Block): Numbers {
  const ids = new Map(many(row, 'userIds').map((one) => [word(text(one, 'type') ?? ''), text(one, 'identifier')]))
  const identifier = text(row, 'identifier')
  const isUpn = identifier !== null && checkUpn(identifier) !== 'malformed'
  return {
    misId: ids.get('mis') ?? ids.get('misid') ?? (isUpn ? null : identifier),
    upn: ids.get('upn') ?? inMetadata(row, 'upn') ?? (isUpn ? identifier : null),
    uln: ids.get('uln') ?? inMetadata(row, 'uln'),
  }
}

/** Under the bare name, or one that ends with it: `uk.upn`, `ext:UPN`. */
function inMetadata(row: Block, name: string): string | null {
  const metadata = inner(row, 'metadata')
  if (!metadata) return null
  const key = Object.keys(metadata.row).find(
    (one) =>
      one
        .toLowerCase()
        .split(/[^a-z]+/)
        .at(-1) === name,
  )
  // A failure names it by our word: a key of theirs could be anything.
  return key === undefined ? null : text({ row: { [name]: metadata.row[key] }, at: metadata.at }, name)
}

const word = (type: string) => type.toLowerCase().replaceAll(/[^a-z]/g, '')
