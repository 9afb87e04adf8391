import { printValue } from './print-value.js'
import type { Scene } from '../scene.js'
import type { Scopes } from '../scopes.js'

export type Getter<T> = (subject: T, scene: Scene) => unknown

/** Properties by their names on the wire; nested objects as nested fields. */
export interface Fields<T> {
  readonly [key: string]: Getter<T> | Fields<T>
}

/** Prints an object, or a part of one, as JSON. */
export type Printer<T> = (subject: T, scene: Scene) => string

/** Prints properties that need a permission each; one that is not permitted keeps its key and is null. Without braces. */
export function scopedFields<T>(fields: Fields<T>, identity: string, scopes: Scopes): Printer<T> {
  return joined(
    Object.entries(fields).map(([key, field]): Printer<T> => {
      const own = `${identity}.${key}`
      const start = `${JSON.stringify(key)}:`
      if (typeof field === 'object') {
        const inner = scopedFields(field, own, scopes)
        return (subject, scene) => `${start}{${inner(subject, scene)}}`
      }
      if (!scopes.allows(own)) return () => `${start}null`
      return (subject, scene) => start + printValue(field(subject, scene))
    }),
  )
}

/** Prints properties that everybody may see. Without braces. */
export function openFields<T>(fields: Readonly<Record<string, Getter<T>>>): Printer<T> {
  return joined(
    Object.entries(fields).map(([key, get]): Printer<T> => {
      const start = `${JSON.stringify(key)}:`
      return (subject, scene) => start + printValue(get(subject, scene))
    }),
  )
}

export function joined<T>(printers: readonly Printer<T>[]): Printer<T> {
  return (subject, scene) => {
    let text = ''
    for (const print of printers) text += (text === '' ? '' : ',') + print(subject, scene)
    return text
  }
}

/** The permission of each property. */
export function fieldIdentities<T>(fields: Fields<T>, identity: string): string[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    const own = `${identity}.${key}`
    return typeof field === 'object' ? fieldIdentities(field, own) : [own]
  })
}
