import type { RosterWithEvents } from '../../events/roster-after.js'
import type { Row, Scene } from '../scene.js'
import type { Collection } from './collections.js'

const kept = new WeakMap<RosterWithEvents, Map<string, readonly Row[]>>()

/** A collection's rows, made once for as long as nothing that they are made from changes: every page of a walk is cut from the same. */
export function rowsOf(scene: Scene, collection: Collection): readonly Row[] {
  const made = kept.get(scene.roster) ?? new Map<string, readonly Row[]>()
  kept.set(scene.roster, made)
  const key = JSON.stringify([scene.base, scene.variant, collection.name])
  const rows = made.get(key) ?? collection.rows(scene)
  made.set(key, rows)
  return rows
}
