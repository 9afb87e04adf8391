import type { Block } from '../../block.js'
import { reference } from '../translate/block.js'
import { FileFailure } from './fault.js'
import { byId, layOver } from './lay-over.js'
import type { IdOf } from './lay-over.js'
import { layersIn, neededLists } from './layers.js'
import type { List } from './layers.js'
import type { Packages } from './packages.js'
import { birthBlock, classBlock, enrolmentBlock, orgBlock, ownId, personId, roleBlock, userBlock } from './rows.js'
import type { ToBlock } from './rows.js'
import { cellIn, tableOf } from './table.js'
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

/** The columns without which a file cannot be read. In 1.2 the roles lie in a file of their own. */
const needed = {
  orgs: ['sourcedId', 'name'],
  classes: ['sourcedId', 'title', 'schoolSourcedId'],
  enrollments: ['sourcedId', 'classSourcedId', 'userSourcedId', 'role'],
  users: ['sourcedId', 'givenName', 'familyName'],
  usersWithRoles: ['sourcedId', 'givenName', 'familyName', 'role', 'orgSourcedIds'],
  roles: ['userSourcedId', 'role', 'orgSourcedId'],
  demographics: [],
} as const

export function rosterFiles(packages: Packages): RosterFiles {
  const layers = layersIn(packages)
  const [hasRoles, hasDemographics] = [layers.has('roles'), layers.has('demographics')]
  const columnsOf = (list: List) => (list === 'users' && !hasRoles ? needed.usersWithRoles : needed[list])
  const tables = (list: List) => {
    const found = layers.get(list)
    if (!found)
      throw new FileFailure({ file: packages[0].called(list), code: 'not_in_the_package' }, 'SourceIncomplete')
    return found.map((one) => tableOf(one.text(list) ?? '', one.called(list), columnsOf(list)))
  }
  const rows = (list: List, idOf: IdOf) => {
    const [whole = [], ...changes] = tables(list).map((table) => [...table])
    return changes.reduce<readonly TableRow[]>((under, change) => layOver(under, change, idOf), whole)
  }
  const blocks = (list: List, toBlock: ToBlock, idOf = ownId) => [...byId(rows(list, idOf), idOf).values()].map(toBlock)
  let read: readonly Block[] | undefined
  const readUsers = () => {
    const roles = hasRoles ? rolesByUser(rows('roles', ownId)) : null
    const rolesOf = (row: TableRow) => roles?.get((cellIn(row, 'sourcedId') ?? '').trim()) ?? []
    return blocks('users', (row) => userBlock(row, rolesOf(row)))
  }
  return {
    orgs: () => blocks('orgs', orgBlock),
    classes: () => blocks('classes', classBlock),
    enrollments: () => blocks('enrollments', enrolmentBlock),
    // Pupils and staff stand in it.
    users: () => (read ??= readUsers()),
    hasDemographics,
    demographics: () => (hasDemographics ? blocks('demographics', birthBlock, personId) : null),
    checkHeaders: () => {
      for (const list of new Set([...neededLists, ...layers.keys()])) for (const table of tables(list)) table.next()
    },
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
