import { Client, WorkflowNotFoundError } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import type { NativeConnection } from '@temporalio/worker'
import type { Histories } from '../activities/ending/delete-histories.js'
import type { Wake } from '../activities/ending/destroy-school.js'
import type { Ring } from '../activities/ring-unheard.js'
import { startEndSchool } from '../workflows/ending/ring.js'
import { lifecycleId } from '../workflows/school/ids.js'
import { ringSignal } from '../workflows/school/messages.js'
import { schoolHistories } from './histories.js'

/** What the activities that begin and carry out the end of a school are handed beside the rest. */
export interface Endings {
  /** Starts the workflow that ends a school, unless it runs. */
  readonly start: Ring
  readonly wake: Wake
  readonly histories: Histories
}

export interface Namespaces {
  readonly schools: string
  readonly eraser: string
}

export function endingsOver(
  connection: NativeConnection,
  namespaces: Namespaces,
  dataConverter: DataConverter,
): Endings {
  const eraser = new Client({ connection, namespace: namespaces.eraser, dataConverter })
  const schools = new Client({ connection, namespace: namespaces.schools, dataConverter })
  return {
    start: (school) => startEndSchool(eraser.workflow, school),
    wake: async (school) => {
      const lifecycle = schools.workflow.getHandle(lifecycleId(school))
      await lifecycle.signal(ringSignal).catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error
      })
    },
    histories: schoolHistories(connection, namespaces.schools),
  }
}
