import { fieldIdentities, scopedFields } from './fields.js'
import { printValue } from './print-value.js'
import type { Scene } from '../scene.js'
import type { Scopes } from '../scopes.js'
import type { Fields, Printer } from './fields.js'
import type { IncludeTree } from './includes.js'
import type { Resource } from './resource.js'

/** What can be asked for on top of an object. */
export interface Include<T> {
  /** Prints what belongs under `data`; nothing where the school does not permit it. */
  readonly printer: (identity: string, asked: IncludeTree, scopes: Scopes) => Printer<T> | undefined
  /** Whether what it prints can change while the object does not: members and post holders do. */
  readonly ofTheDay: (asked: IncludeTree) => boolean
  /** Includes below it, for the list in `meta`. */
  readonly below: readonly string[]
  readonly identities: (identity: string) => readonly string[]
}

/** A block of the object's own further properties, each with a permission of its own. */
export function details<T>(fields: Fields<T>): Include<T> {
  return {
    printer: (identity, _, scopes) => {
      const print = scopedFields(fields, identity, scopes)
      return (subject, scene) => `{${print(subject, scene)}}`
    },
    ofTheDay: () => false,
    below: [],
    identities: (identity) => fieldIdentities(fields, identity),
  }
}

interface Relation<T, U> {
  /** The permission for the objects themselves, besides the one for the relation. */
  readonly of: string
  readonly to: Resource<U>
  readonly find: (subject: T, scene: Scene) => readonly U[]
  readonly ofTheDay?: boolean
}

/** Other objects, as a list. */
export function toMany<T, U>({ of, to, find, ofTheDay = false }: Relation<T, U>): Include<T> {
  return relation(to, ofTheDay, (asked, scopes) => {
    if (!scopes.allows(of)) return undefined
    const print = to.printer(asked, scopes)
    return (subject, scene) =>
      `[${find(subject, scene)
        .map((found) => print(found, scene))
        .join(',')}]`
  })
}

/** Another object. One that leads nowhere is printed as an empty list. */
export function toOne<T, U>({ of, to, find, ofTheDay = false }: Relation<T, U>): Include<T> {
  return relation(to, ofTheDay, (asked, scopes) => {
    if (!scopes.allows(of)) return undefined
    const print = to.printer(asked, scopes)
    return (subject, scene) => {
      const [found] = find(subject, scene)
      return found === undefined ? '[]' : print(found, scene)
    }
  })
}

/** Something printed in its own way. */
export function custom<T>(
  of: string,
  below: readonly string[],
  make: (subject: T, scene: Scene, asked: IncludeTree) => unknown,
): Include<T> {
  return {
    printer: (_, asked, scopes) =>
      scopes.allows(of) ? (subject, scene) => printValue(make(subject, scene, asked)) : undefined,
    ofTheDay: () => false,
    below,
    identities: () => [],
  }
}

function relation<T, U>(
  to: Resource<U>,
  ofTheDay: boolean,
  printer: (asked: IncludeTree, scopes: Scopes) => Printer<T> | undefined,
): Include<T> {
  return {
    printer: (_, asked, scopes) => printer(asked, scopes),
    ofTheDay: (asked) => ofTheDay || to.ofTheDay(asked),
    below: to.includeNames,
    identities: () => [],
  }
}
