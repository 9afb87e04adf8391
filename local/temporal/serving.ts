import { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import { setTimeout as wait } from 'node:timers/promises'
import { namespaces } from './server-flags.js'

// Histories name no person, and even so they are kept no longer than looking into a failed night takes.
const RETENTION_SECONDS = 3 * 24 * 3600
const ASK_AGAIN_MS = 50

/** Waits until the server answers for every namespace, and sets how long each keeps the histories of ended workflows. */
export async function untilServing(address: string, giveUp: AbortSignal): Promise<void> {
  const connection = await untilDone(giveUp, () => Connection.connect({ address, connectTimeout: 500 }))
  try {
    for (const namespace of namespaces) await untilDone(giveUp, () => keepThreeDays(connection, namespace))
  } finally {
    await connection.close()
  }
}

async function keepThreeDays({ workflowService }: Connection, namespace: string): Promise<void> {
  const { config } = await workflowService.describeNamespace({ namespace })
  if (Number(config?.workflowExecutionRetentionTtl?.seconds) === RETENTION_SECONDS) return
  const workflowExecutionRetentionTtl = msToTs(RETENTION_SECONDS * 1000)
  await workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } })
}

async function untilDone<T>(giveUp: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (giveUp.aborted) throw error
      await wait(ASK_AGAIN_MS)
    }
  }
}
