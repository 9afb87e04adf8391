import { addDays } from '../model/calendar.js'
import type { RosterWithEvents } from '../events/roster-after.js'
import type { SimulatedSchool } from '../world/simulated-school.js'
import type { Variant } from './variant.js'

export type Version = '1.1' | '1.2'

/** What an answer is made from: one school on one day, in one version, as one provider would tell of it. */
export interface Scene {
  readonly school: SimulatedSchool
  readonly roster: RosterWithEvents
  readonly version: Version
  readonly variant: Variant
  /** Where links begin: `http://host/ims/oneroster/v1p1`. */
  readonly base: string
}

/** An object as REST prints it; CSV takes its cells from the same. */
export interface Row {
  readonly sourcedId: string
  readonly status: string
  readonly dateLastModified: string
  readonly [field: string]: unknown
}

export function seedOf({ school }: Scene): number {
  return school.model.plan.seed
}

/** A stamp of the model, which is UTC, as OneRoster writes one. */
export function instant(stamp: string): string {
  return `${stamp.replace(' ', 'T')}.000Z`
}

/** A reference to another object. */
export function reference({ base }: Scene, collection: string, id: string, type: string): object {
  return { href: `${base}/${collection}/${id}`, sourcedId: id, type }
}

export function schoolReference(scene: Scene): object {
  return reference(scene, 'orgs', scene.school.id, 'org')
}

/** OneRoster's ends are the first day that no longer counts. */
export function dayAfter(day: string): string {
  return addDays(day, 1)
}
