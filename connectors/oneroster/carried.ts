import { createHash } from 'node:crypto'

import type { ItemCode } from '../../agreement/items.js'
import type { Permissions } from '../source.js'
import { pupilPlaces, staffPlaces } from './translate/places.js'
import type { Place } from './translate/places.js'

const others: readonly ItemCode[] = ['pupil.groups', 'pupil.classes', 'staff.groups', 'group.name', 'group.type']

export interface Carrying {
  readonly version: '1.1' | '1.2'
  /** The scopes that were granted, where the provider says so. */
  readonly scopes: readonly string[] | null
  /** Whether what the provider says of itself reaches birth and sex. */
  readonly demographics: boolean
}

/**
 * OneRoster has no list of what a school permits: permitted is what the version can carry, less what the granted scopes leave out. What a
 * provider leaves empty is a null.
 */
export function permissionsOf({ version, scopes, demographics }: Carrying): Permissions {
  const permits = ({ behind }: Place) =>
    behind === 'demographics' ? demographics : behind !== 'roles' || version === '1.2'
  const codes = [...pupilPlaces, ...staffPlaces].filter(permits).map(({ code }) => code)
  const said = JSON.stringify([version, scopes && [...scopes].sort(), demographics])
  return {
    permitted: new Set([...codes, ...others]),
    fingerprint: createHash('sha256').update(said).digest('hex'),
  }
}
