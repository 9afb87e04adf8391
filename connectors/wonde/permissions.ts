import { createHash } from 'node:crypto'

import type { ItemCode } from '../../agreement/items.js'
import type { Permissions } from '../source.js'
import type { Permission } from './payloads.js'
import { permissionIdentities } from './permission-identities.js'

type Listed = ReadonlyMap<string, Permission>

/**
 * What the school allows, in items. A list in which we know no identity proves nothing, because the vocabulary is not published: then
 * everything counts as permitted, and a null as the MIS having none. As soon as one is known, an item whose identities are missing is not
 * permitted, which at worst takes too little.
 */
export function permissionsOf(permissions: readonly Permission[]): Permissions {
  const listed = new Map(permissions.map((permission) => [permission.identity, permission]))
  const wholes = new Set(permissions.flatMap(({ identity }) => partOf(identity) ?? []))
  const known = [...permissionIdentities.values()].flat(2).some((identity) => nearest(identity, listed))

  const permitted = new Set<ItemCode>()
  for (const [code, needed] of permissionIdentities) {
    const holds = (identity: string) => allowed(identity, listed, wholes)
    if (!known || needed.every((names) => names.some(holds))) permitted.add(code)
  }
  return { permitted, fingerprint: fingerprintOf(permissions) }
}

/** Whether the school says of an endpoint that it does not share it. One that the list does not name may be asked. */
export function isDenied(permissions: readonly Permission[], ...identities: readonly string[]): boolean {
  const listed = new Map(permissions.map((permission) => [permission.identity, permission]))
  return identities.some((identity) => {
    const found = listed.get(identity)
    return found !== undefined && !standsApproved(found, listed)
  })
}

/**
 * An identity that is not listed is covered by the nearest listed whole, unless parts of that whole are listed one by one: a school that
 * is shown only "students" answers for all of it, one that is shown each property answers for those.
 */
function allowed(identity: string, listed: Listed, wholes: ReadonlySet<string>): boolean {
  const found = nearest(identity, listed)
  if (!found || (found.identity !== identity && wholes.has(found.identity))) return false
  return standsApproved(found, listed)
}

function nearest(identity: string, listed: Listed): Permission | undefined {
  let name: string | undefined = identity
  while (name !== undefined && !listed.has(name)) name = partOf(name)
  return name === undefined ? undefined : listed.get(name)
}

function partOf(identity: string): string | undefined {
  const dot = identity.lastIndexOf('.')
  return dot < 0 ? undefined : identity.slice(0, dot)
}

// A list that names itself as its own parent must not keep us here.
const DEEPEST = 8

/** Approved itself, and so is everything that Wonde says it belongs to. */
function standsApproved(permission: Permission, listed: Listed): boolean {
  let one: Permission | undefined = permission
  for (let depth = 0; one && depth < DEEPEST; depth += 1) {
    if (one.approved !== true || one.declined === true) return false
    one = listed.get(one.parent ?? partOf(one.identity) ?? '')
  }
  return true
}

/** Over the whole list, identities unknown to us included: whatever a school changes between two looks is a change. */
function fingerprintOf(permissions: readonly Permission[]): string {
  const lines = permissions.map(({ identity, approved, declined }) => JSON.stringify([identity, approved, declined]))
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}
