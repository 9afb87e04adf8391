import { notInPackage } from '../fault.js'
import { tableOf } from '../table.js'
import type { TableRow } from '../table.js'
import { layOver } from './lay-over.js'
import type { IdOf } from './lay-over.js'
import { layersIn, neededLists } from './layers.js'
import type { List } from './layers.js'
import type { Packages } from './open-package.js'

/** The lists of a package, as they stand after all that lie over it. */
export interface RosterTables {
  readonly has: (list: List) => boolean
  /** Every row of a list. By what its rows are known again matters where some are laid over others. */
  readonly rows: (list: List, idOf: IdOf) => readonly TableRow[]
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

export function rosterTables(packages: Packages): RosterTables {
  const layers = layersIn(packages)
  const columnsOf = (list: List) => (list === 'users' && !layers.has('roles') ? needed.usersWithRoles : needed[list])
  const tables = (list: List) => {
    const found = layers.get(list)
    if (!found) throw notInPackage(packages[0].called(list))
    return found.map((one) => tableOf(one.text(list) ?? '', one.called(list), columnsOf(list)))
  }
  return {
    has: (list) => layers.has(list),
    rows: (list, idOf) => {
      const [whole = [], ...changes] = tables(list).map((table) => [...table])
      return changes.reduce<readonly TableRow[]>((under, change) => layOver(under, change, idOf), whole)
    },
    checkHeaders: () => {
      for (const list of new Set([...neededLists, ...layers.keys()])) for (const table of tables(list)) table.next()
    },
  }
}
