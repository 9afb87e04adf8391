import { incomplete } from '../../http/failures.js'
import type { Block } from '../../block.js'
import { idOf, reference } from '../translate/block.js'
import { decode } from './decode.js'
import { isSupplied, manifestIn } from './manifest.js'
import { birthBlock, classBlock, enrolmentBlock, orgBlock, roleBlock, userBlock } from './rows.js'
import { cellIn, tableOf } from './table.js'
import type { TableRow } from './table.js'
import type { Files } from './zip.js'

/** A package of rosters, opened. Each file is unpacked and read when it is asked for. */
export interface RosterFiles {
  readonly orgs: () => readonly Block[]
  readonly classes: () => readonly Block[]
  readonly enrollments: () => readonly Block[]
  readonly users: () => readonly Block[]
  /** Null: the package has no such file. */
  readonly demographics: () => readonly Block[] | null
  readonly hasDemographics: boolean
}

export function rosterFiles(files: Files): RosterFiles {
  const textOf = (name: string) => {
    const file = files.get(`${name.toLowerCase()}.csv`)
    return file ? decode(file()) : null
  }
  const manifest = manifestIn(textOf('manifest'))
  const has = (name: string) => isSupplied(manifest, name) && files.has(`${name.toLowerCase()}.csv`)
  const table = (name: string, needed: readonly string[]): readonly TableRow[] => {
    const text = isSupplied(manifest, name) ? textOf(name) : null
    if (text === null) throw incomplete(`${name}.csv`, 'the package does not contain it')
    return [...tableOf(text, `${name}.csv`, needed)]
  }
  let read: readonly Block[] | undefined
  const readUsers = () => {
    const roles = has('roles') ? rolesByUser(table('roles', ['userSourcedId', 'role', 'orgSourcedId'])) : null
    const needed = ['sourcedId', 'givenName', 'familyName', ...(roles ? [] : ['role', 'orgSourcedIds'])]
    return unique(table('users', needed).map((row) => userBlock(row, roles?.get(cellIn(row, 'sourcedId') ?? '') ?? [])))
  }
  return {
    orgs: () => unique(table('orgs', ['sourcedId', 'name']).map(orgBlock)),
    classes: () => unique(table('classes', ['sourcedId', 'title', 'schoolSourcedId']).map(classBlock)),
    enrollments: () =>
      unique(table('enrollments', ['sourcedId', 'classSourcedId', 'userSourcedId', 'role']).map(enrolmentBlock)),
    // Pupils and staff stand in it.
    users: () => (read ??= readUsers()),
    hasDemographics: has('demographics'),
    demographics: () => (has('demographics') ? unique(table('demographics', []).map(birthBlock)) : null),
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

/** Two rows of one id are two answers to one question. */
function unique(blocks: readonly Block[]): readonly Block[] {
  const ids = new Set<string>()
  for (const block of blocks) {
    const id = idOf(block)
    if (ids.has(id)) throw incomplete(block.at, 'a sourcedId that an earlier row has')
    ids.add(id)
  }
  return blocks
}
