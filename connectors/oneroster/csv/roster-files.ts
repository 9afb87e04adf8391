import type { Block } from '../../block.js'
import { idOf, reference } from '../translate/block.js'
import { decode } from './decode.js'
import { FileFailure } from './fault.js'
import { isSupplied, manifestIn } from './manifest.js'
import type { Manifest } from './manifest.js'
import { birthBlock, classBlock, enrolmentBlock, orgBlock, roleBlock, userBlock } from './rows.js'
import type { ToBlock } from './rows.js'
import { cellIn, repeated, tableOf } from './table.js'
import type { TableRow } from './table.js'
import type { Files } from './zip.js'

/** A package of rosters, opened. Each file is unpacked and read when it is asked for. */
export interface RosterFiles {
  readonly manifest: Manifest
  readonly orgs: () => readonly Block[]
  readonly classes: () => readonly Block[]
  readonly enrollments: () => readonly Block[]
  readonly users: () => readonly Block[]
  /** Null: the package has no such file. */
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

export function rosterFiles(files: Files): RosterFiles {
  const manifest = manifestIn(textIn(files, 'manifest'))
  const has = (name: string) => isSupplied(manifest, name) && files.has(`${name.toLowerCase()}.csv`)
  const rowsIn = (name: string, columns: readonly string[]) => {
    const text = isSupplied(manifest, name) ? textIn(files, name) : null
    if (text === null) throw new FileFailure({ file: `${name}.csv`, code: 'not_in_the_package' }, 'SourceIncomplete')
    return tableOf(text, `${name}.csv`, columns)
  }
  const blocks = (name: 'orgs' | 'classes' | 'enrollments' | 'demographics', toBlock: ToBlock) =>
    unique([...rowsIn(name, needed[name])], toBlock)
  const [hasRoles, hasDemographics] = [has('roles'), has('demographics')]
  const usersColumns = hasRoles ? needed.users : needed.usersWithRoles
  let read: readonly Block[] | undefined
  const readUsers = () => {
    const roles = hasRoles ? rolesByUser([...rowsIn('roles', needed.roles)]) : null
    const rolesOf = (row: TableRow) => roles?.get((cellIn(row, 'sourcedId') ?? '').trim()) ?? []
    return unique([...rowsIn('users', usersColumns)], (row) => userBlock(row, rolesOf(row)))
  }
  return {
    manifest,
    orgs: () => blocks('orgs', orgBlock),
    classes: () => blocks('classes', classBlock),
    enrollments: () => blocks('enrollments', enrolmentBlock),
    // Pupils and staff stand in it.
    users: () => (read ??= readUsers()),
    hasDemographics,
    demographics: () => (hasDemographics ? blocks('demographics', birthBlock) : null),
    checkHeaders: () => {
      for (const name of ['orgs', 'classes', 'enrollments'] as const) rowsIn(name, needed[name]).next()
      rowsIn('users', usersColumns).next()
      if (hasRoles) rowsIn('roles', needed.roles).next()
    },
  }
}

function textIn(files: Files, name: string): string | null {
  const file = files.get(`${name.toLowerCase()}.csv`)
  return file ? decode(file()) : null
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

/** Two rows of one id are two answers to one question. */
function unique(rows: readonly TableRow[], toBlock: ToBlock): readonly Block[] {
  const ids = new Set<string>()
  return rows.map((row) => {
    const block = toBlock(row)
    const id = idOf(block)
    if (ids.has(id)) throw repeated(row, 'sourcedId')
    ids.add(id)
    return block
  })
}
