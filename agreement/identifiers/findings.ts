import type { ItemCode, ItemValue } from '../items.js'
import { isKnownAuthority } from './laestab.js'
import { checkUln, type UlnCheck } from './uln.js'
import { checkUpn, type UpnCheck } from './upn.js'

/** What is odd about an identifier. It never holds the number itself: findings are counted, logged and shown to the school. */
export interface IdentifierFinding {
  readonly item: ItemCode
  readonly finding: Exclude<UpnCheck, 'permanent'> | Exclude<UlnCheck, 'valid' | 'missing'> | 'unknownAuthority'
  /** A warning needs no correction: a temporary number is lawful for a while, and new authorities are made. */
  readonly severity: 'error' | 'warning'
}

type Items = Readonly<Partial<Record<ItemCode, ItemValue>>>

/**
 * Looks at a pupil's identifiers. Whatever is found, the values are kept as received: correcting them is the MIS's business (R60).
 * Nothing is said of a number the MIS does not have: early years and independent schools may have none.
 */
export function identifierFindings(items: Items): readonly IdentifierFinding[] {
  return [...upnFindings(items['pupil.upn']), ...ulnFindings(items['pupil.uln'])]
}

function upnFindings(value: ItemValue | undefined): readonly IdentifierFinding[] {
  if (isNone(value)) return []
  const item = 'pupil.upn'
  const check = typeof value === 'string' ? checkUpn(value) : 'malformed'
  if (check === 'malformed' || check === 'wrongCheckLetter') return [{ item, finding: check, severity: 'error' }]
  const findings: IdentifierFinding[] = []
  if (check === 'temporary') findings.push({ item, finding: check, severity: 'warning' })
  if (typeof value === 'string' && !isKnownAuthority(value.slice(1, 4)))
    findings.push({ item, finding: 'unknownAuthority', severity: 'warning' })
  return findings
}

function ulnFindings(value: ItemValue | undefined): readonly IdentifierFinding[] {
  if (isNone(value)) return []
  const check = typeof value === 'string' ? checkUln(value) : 'malformed'
  if (check === 'valid' || check === 'missing') return []
  return [{ item: 'pupil.uln', finding: check, severity: 'error' }]
}

function isNone(value: ItemValue | undefined): boolean {
  return value === undefined || value === null || value === ''
}
