import { defineSignal } from '@temporalio/workflow'

/** Says that something was decided about the end of the school; what it is, is read from the database. */
export const decidedSignal = defineSignal('decided')
