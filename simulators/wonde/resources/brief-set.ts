import { render } from '../resource.js'
import { wondeId } from '../wonde-id.js'
import { classes } from './classes.js'
import { groups } from './groups.js'
import type { Group } from '../../model/teaching/group.js'
import type { TeachingClass } from '../../model/teaching/teaching-class.js'
import type { IncludeTree } from '../includes.js'
import type { Resource } from '../resource.js'
import type { Scene } from '../scene.js'

/** A class or group inside a person: the few properties that name it, so that a page of pupils stays small. */
const briefClasses: Resource<TeachingClass> = {
  ...classes,
  open: { id: ({ number }, { seed }) => wondeId('classes', number, seed) },
  scoped: pickFields(classes, ['mis_id', 'name', 'code', 'subject']),
}

const briefGroups: Resource<Group> = {
  ...groups,
  open: { id: ({ number }, { seed }) => wondeId('groups', number, seed) },
  scoped: pickFields(groups, ['mis_id', 'name', 'code', 'type']),
}

export function briefClass(taught: TeachingClass, scene: Scene, below: IncludeTree): object {
  return render(briefClasses, taught, scene, below)
}

export function briefGroup(group: Group, scene: Scene, below: IncludeTree): object {
  return render(briefGroups, group, scene, below)
}

function pickFields<T>({ scoped }: Resource<T>, keys: readonly string[]): Resource<T>['scoped'] {
  return Object.fromEntries(Object.entries(scoped).filter(([key]) => keys.includes(key)))
}
