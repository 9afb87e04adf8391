import { fieldIdentities, joined, openFields, scopedFields } from './fields.js'
import { includesKey } from './includes.js'
import type { Scene } from '../scene.js'
import type { Scopes } from '../scopes.js'
import type { WondeTable } from '../wonde-id.js'
import type { Fields, Getter, Printer } from './fields.js'
import type { Include } from './include.js'
import type { IncludeTree } from './includes.js'

/** What a kind of object is made of. `identity` begins the names of its permissions. */
export interface ResourceOutline<T> {
  readonly identity: string
  readonly table: WondeTable
  /** Properties that need no permission. */
  readonly open: Readonly<Record<string, Getter<T>>>
  readonly scoped: Fields<T>
  readonly includes: Readonly<Record<string, Include<T>>>
}

/** A kind of object the API serves. */
export interface Resource<T> {
  readonly identity: string
  readonly table: WondeTable
  /** Keys without permission null, includes without permission left out, unknown includes ignored. */
  readonly printer: (asked: IncludeTree, scopes: Scopes) => Printer<T>
  /** The same as bytes, of which pages are put together: a page of text would be copied and encoded anew every time. */
  readonly bytes: (asked: IncludeTree, scopes: Scopes) => (subject: T, scene: Scene) => Buffer
  readonly ofTheDay: (asked: IncludeTree) => boolean
  /** Every include, flattened, as `meta.includes` lists them. */
  readonly includeNames: readonly string[]
  /** Every permission: its own, its properties', its includes' and theirs. */
  readonly identities: readonly string[]
}

export function resource<T extends object>(outline: ResourceOutline<T>): Resource<T> {
  const { identity, table, includes } = outline
  const ofTheDay = (asked: IncludeTree) =>
    [...asked.below].some(([name, below]) => includes[name]?.ofTheDay(below) ?? false)
  const steady = (asked: IncludeTree) => !ofTheDay(asked)
  return {
    identity,
    table,
    ofTheDay,
    printer: madeOnce((asked, scopes) => {
      const print = wholePrinter(outline, asked, scopes)
      return steady(asked) ? keeping(print) : print
    }),
    bytes: madeOnce((asked, scopes) => {
      const print = wholePrinter(outline, asked, scopes)
      const bytes = (subject: T, scene: Scene) => Buffer.from(print(subject, scene))
      return steady(asked) ? keeping(bytes) : bytes
    }),
    includeNames: namesOf(includes),
    identities: identitiesOf(outline),
  }
}

function namesOf<T>(includes: ResourceOutline<T>['includes']): string[] {
  return Object.entries(includes).flatMap(([name, { below }]) => [name, ...below.map((one) => `${name}.${one}`)])
}

function identitiesOf<T>({ identity, scoped, includes }: ResourceOutline<T>): string[] {
  const included = Object.entries(includes).flatMap(([name, include]) => {
    const own = `${identity}.${name}`
    return [own, ...include.identities(own)]
  })
  return [identity, ...fieldIdentities(scoped, identity), ...included]
}

/** A printer is put together once for the includes asked for and the permissions in force. */
function madeOnce<P>(make: (asked: IncludeTree, scopes: Scopes) => P): (asked: IncludeTree, scopes: Scopes) => P {
  const made = new WeakMap<Scopes, Map<string, P>>()
  return (asked, scopes) => {
    const under = made.get(scopes) ?? new Map<string, P>()
    made.set(scopes, under)
    const key = includesKey(asked)
    const known = under.get(key) ?? make(asked, scopes)
    under.set(key, known)
    return known
  }
}

/** An object is printed once for as long as it is the same object, whatever page it turns up on. */
function keeping<T extends object, P extends string | Buffer>(
  print: (subject: T, scene: Scene) => P,
): (subject: T, scene: Scene) => P {
  const printed = new WeakMap<T, P>()
  return (subject, scene) => {
    const known = printed.get(subject) ?? print(subject, scene)
    printed.set(subject, known)
    return known
  }
}

function wholePrinter<T extends object>(outline: ResourceOutline<T>, asked: IncludeTree, scopes: Scopes): Printer<T> {
  const { identity, open, scoped, includes } = outline
  const included = [...asked.below].flatMap(([name, below]): Printer<T>[] => {
    const own = `${identity}.${name}`
    const print = scopes.allows(own) ? includes[name]?.printer(own, below, scopes) : undefined
    return print ? [(subject, scene) => `"${name}":{"data":${print(subject, scene)}}`] : []
  })
  const whole = joined([openFields(open), scopedFields(scoped, identity, scopes), ...included])
  return (subject, scene) => `{${whole(subject, scene)}}`
}
