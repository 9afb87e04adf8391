import type { Identity } from '../../source.js'
import { idOf, text } from './row.js'
import type { Row } from './row.js'

/**
 * The source's own name of a row: Xporter's id, or where it gives none the one it makes of kind and MIS id. The MIS id alone names a pupil
 * and a member of staff alike.
 */
export function refOf(row: Row): string {
  return text(row, 'XID') ?? text(row, 'IdaasId') ?? idOf(row)
}

/** The keys by which Xporter may name one person. Whoever is given an Xporter id one day is found again by one of the others. */
export function identitiesOf(row: Row): readonly Identity[] {
  const found: Identity[] = [{ kind: 'sourceId', value: refOf(row) }]
  const [xid, idaasId, upn] = [text(row, 'XID'), text(row, 'IdaasId'), text(row, 'UPN')]
  if (idaasId !== null && idaasId !== refOf(row)) found.push({ kind: 'sourceId', value: idaasId })
  found.push({ kind: 'misId', value: idOf(row) })
  if (xid !== null) found.push({ kind: 'upi', value: xid })
  if (upn !== null) found.push({ kind: 'upn', value: upn })
  return found
}
