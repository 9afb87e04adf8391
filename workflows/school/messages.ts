import { defineQuery, defineSignal } from '@temporalio/workflow'
import type { SchoolStatus } from '../../activities/life/life.js'

/** Says that an instruction was written; what it says is read from the database, so no id or key of a caller reaches a history. */
export const ringSignal = defineSignal('ring')

export const statusQuery = defineQuery<SchoolStatus>('status')
