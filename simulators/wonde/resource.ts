import { noIncludes } from './includes.js'
import type { IncludeTree } from './includes.js'
import type { Scene } from './scene.js'
import type { WondeTable } from './wonde-id.js'

type Getter<T> = (subject: T, scene: Scene) => unknown

/** Properties by their names on the wire; nested objects as nested fields. */
export interface Fields<T> {
  readonly [key: string]: Getter<T> | Fields<T>
}

/** A block of the record's own further properties, each with a permission of its own. */
interface DetailsInclude<T> {
  readonly fields: Fields<T>
}

/** Other objects. Needs the permission for the relation and the one for the objects. */
interface RelationInclude<T> {
  readonly of: string
  readonly relate: (subject: T, scene: Scene, below: IncludeTree) => unknown
  /** Includes that may be asked for below it, for the list in `meta`. */
  readonly below?: readonly string[]
}

export type Include<T> = DetailsInclude<T> | RelationInclude<T>

/** A kind of object the API serves. `identity` begins the names of its permissions. */
export interface Resource<T> {
  readonly identity: string
  readonly table: WondeTable
  readonly open: Fields<T>
  readonly scoped: Fields<T>
  readonly includes: Readonly<Record<string, Include<T>>>
}

/** An object as the API prints it: keys without permission null, includes without permission left out, unknown includes ignored. */
export function render<T>(resource: Resource<T>, subject: T, scene: Scene, asked: IncludeTree = noIncludes): object {
  const printed = renderFields(resource.scoped, resource.identity, subject, scene)
  const open = Object.fromEntries(
    Object.entries(resource.open).map(([key, get]) => [key, valueOf(get, subject, scene)]),
  )
  const included = [...asked.below].flatMap(([name, below]) => {
    const include = resource.includes[name]
    const identity = `${resource.identity}.${name}`
    if (!include || !scene.scopes.allows(identity)) return []
    if ('fields' in include) return [[name, { data: renderFields(include.fields, identity, subject, scene) }] as const]
    return scene.scopes.allows(include.of) ? [[name, { data: include.relate(subject, scene, below) }] as const] : []
  })
  return { ...open, ...printed, ...Object.fromEntries(included) }
}

function renderFields<T>(fields: Fields<T>, identity: string, subject: T, scene: Scene): Record<string, unknown> {
  const printed: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(fields)) {
    const own = `${identity}.${key}`
    if (typeof field === 'object') printed[key] = renderFields(field, own, subject, scene)
    else printed[key] = scene.scopes.allows(own) ? field(subject, scene) : null
  }
  return printed
}

function valueOf<T>(field: Getter<T> | Fields<T>, subject: T, scene: Scene): unknown {
  return typeof field === 'function' ? field(subject, scene) : null
}

/** A to-one relation that leads nowhere is printed as an empty list. */
export function oneOrNothing(found: object | undefined): object {
  return found ?? []
}

/** Every include a resource knows, flattened, as `meta.includes` lists them. */
export function includeNames<T>(resource: Resource<T>): string[] {
  return Object.entries(resource.includes).flatMap(([name, include]) => [
    name,
    ...('fields' in include ? [] : (include.below ?? []).map((below) => `${name}.${below}`)),
  ])
}

/** Every permission a resource has: itself, its properties, its includes and their properties. */
export function identitiesOf<T>(resource: Resource<T>): string[] {
  return [
    resource.identity,
    ...fieldIdentities(resource.scoped, resource.identity),
    ...Object.entries(resource.includes).flatMap(([name, include]) => {
      const own = `${resource.identity}.${name}`
      return 'fields' in include ? [own, ...fieldIdentities(include.fields, own)] : [own]
    }),
  ]
}

function fieldIdentities<T>(fields: Fields<T>, identity: string): string[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    const own = `${identity}.${key}`
    return typeof field === 'object' ? fieldIdentities(field, own) : [own]
  })
}
