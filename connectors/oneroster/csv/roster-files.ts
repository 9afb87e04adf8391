import type { Block } from '../../block.js'
import { reference } from '../translate/block.js'
import { byId } from './packages/lay-over.js'
import type { List } from './packages/layers.js'
import type { Packages } from './packages/open-package.js'
import { rosterTables } from './packages/roster-tables.js'
import { birthBlock, classBlock, enrolmentBlock, orgBlock, ownId, personId, roleBlock, userBlock } from './rows.js'
import type { ToBlock } from './rows.js'
import { cellIn } from './table.js'
import type { TableRow } from './table.js'

/** Packages of rosters, opened, as they stand after the last. Each file is unpacked and read when it is asked for. */
export interface RosterFiles {
  readonly orgs: () => readonly Block[]
  readonly classes: () => readonly Block[]
  readonly enrollments: () => readonly Block[]
  readonly users: () => readonly Block[]
  /** Null: no package has such a file. */
  readonly demographics: () => readonly Block[] | null
  readonly hasDemographics: boolean
  /** Looks at the first line of every file that a read would open, and at no row. Throws what that read would. */
  readonly checkHeaders: () => void
}

export function rosterFiles(packages: Packages): RosterFiles {
  const { has, rows, checkHeaders } = rosterTables(packages)
  const blocks = (list: List, toBlock: ToBlock, idOf = ownId) => [...byId(rows(list, idOf), idOf).values()].map(toBlock)
  let read: readonly Block[] | undefined
  const readUsers = () => {
    const roles = has('roles') ? rolesByUser(rows('roles', ownId)) : null
    const rolesOf = (row: TableRow) => roles?.get((cellIn(row, 'sourcedId') ?? '').trim()) ?? []
    return blocks('users', (row) => userBlock(row, rolesOf(row)))
  }
  return {
    orgs: () => blocks('orgs', orgBlock),
    classes: () => blocks('classes', classBlock),
    enrollments: () => blocks('enrollments', enrolmentBlock),
    // Pupils and staff stand in it.
    users: () => (read ??= readUsers()),
    hasDemographics: has('demographics'),
    demographics: () => (has('demographics') ? blocks('demographics', birthBlock, personId) : null),
    checkHeaders,
  }
}

function rolesByUser(rows: readonly TableRow[]): ReadonlyMap<string, readonly Block[]> {
  const found = new Map<string, Block[]>()
  for (const block of rows.map(roleBlock)) {
    const user = reference(block, 'user')
    if (user === null) continue
    found.set(user, [...(found.get(user) ?? []), block])
  }
  return found
}
