import { destroyReadUploads } from '../db/school/upload.js'
import type { ActivityDependencies } from './dependencies.js'

export interface DropUploadsActivities {
  /**
   * Destroys the files that a run has applied: they are a copy in which people who leave would live on. Not a part of `collect`, whose
   * second attempt has to find what its first one read.
   */
  dropUploads(input: { readonly school: string }): Promise<void>
}

export function dropUploadsActivities(deps: ActivityDependencies): DropUploadsActivities {
  return { dropUploads: ({ school }) => destroyReadUploads(deps, school) }
}
