import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import { closeRun } from '../../db/control/run.js'
import type { UndoResult } from './undo-run.js'

export interface CloseRevertInput {
  readonly school: string
  readonly run: string
  readonly result: UndoResult
  readonly at: string
}

export interface CloseRevertActivities {
  /** Writes how an undo ended. The next read is a whole one: only that tells what the source says of all that was undone. */
  closeRevert(input: CloseRevertInput): Promise<void>
}

export function closeRevertActivities(control: Kysely<ControlDatabase>): CloseRevertActivities {
  return {
    closeRevert: ({ school, run, result, at }) =>
      control.transaction().execute(async (trx) => {
        await closeRun(trx, school, run, { ...result, at: new Date(at) })
        await trx.updateTable('school').set({ read_mark: null }).where('id', '=', school).execute()
      }),
  }
}
