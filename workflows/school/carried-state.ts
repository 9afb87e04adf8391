import type { SchoolStatus } from '../../activities/life/life.js'

/** What a lifecycle begins with: from whoever rang first, or from itself over a continue-as-new. */
export interface LifecycleInput {
  readonly school: string
  /** Missing in what began before states had versions, and in what a ring begins. */
  readonly version?: number
  /** As last known: shown until the first look. */
  readonly status?: SchoolStatus
}

/** What is carried on, in the form of this release. */
export interface CarriedState extends LifecycleInput {
  readonly version: typeof STATE_VERSION
}

// One more whenever a field changes its meaning; `carriedFrom` then says what the older one becomes.
const STATE_VERSION = 1

/**
 * The state in this release's form, whichever release wrote it. One that a later release wrote, before it was taken back, may mean
 * something else by everything but the school: that is dropped, and the first look tells it anew.
 */
export function carriedFrom({ school, version = 0, status }: LifecycleInput): CarriedState {
  const readable = version <= STATE_VERSION && status !== undefined
  return { version: STATE_VERSION, school, ...(readable && { status }) }
}
