/** Workflow tasks only: of ours they need the codec's keys, and no school's database. */
export const SCHOOLS_QUEUE = 'schools'

/** Activities on our own databases. */
export const STORE_QUEUE = 'store'

/** Activities that talk to a source: one queue each, so that a slow connector delays no other. */
export const connectorQueue = (connector: string) => `connector-${connector}`

/** Erasing, apart from everything else: no backlog of reads delays it. */
export const ERASURE_QUEUE = 'erasure'

/** Ending schools, workflows and activities, in a namespace of its own: no backlog of anything else delays it. */
export const ENDING_QUEUE = 'ending'
