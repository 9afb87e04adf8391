import { EventEmitter, once } from 'node:events'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { keepProcess } from '../../../local/kept-process.js'
import type { Stack } from '../../support/stack.js'

/** The worker of all queues as it is deployed, a process of its own, to be killed. */
export interface Victim {
  /** SIGKILL, and a new one in its place. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

export async function startVictim({ databases }: Stack, env: TestWorkflowEnvironment): Promise<Victim> {
  const settings = {
    DATABASE_URL: databases.databaseUrl,
    KEYRING_URL: databases.keyringUrl,
    TERMKEEPER_ROOT_KEY: databases.rootKey,
    TERMKEEPER_EPOCH_STORE: databases.epochs,
    TEMPORAL_ADDRESS: env.address,
    TEMPORAL_NAMESPACE: env.namespace ?? 'default',
    LOG_LEVEL: 'error',
    TERMKEEPER_ALLOW_LOOPBACK_SOURCES: '1',
  }
  const start = async () => {
    const said = new EventEmitter()
    const ready = once(said, 'ready')
    const kept = await keepProcess({
      name: 'termkeeper worker to be killed',
      command: process.execPath,
      args: ['dist/workers/main.js'],
      env: { ...process.env, ...settings },
      onLine: (line) => {
        if (line.includes('worker ready')) said.emit('ready')
      },
    })
    const outcome = await Promise.race([ready.then(() => 'ready'), kept.ended.then(() => 'ended')])
    if (outcome === 'ended') throw new Error('The worker did not start.')
    return kept
  }
  let worker = await start()
  return {
    kill: async () => {
      process.kill(worker.pid, 'SIGKILL')
      await worker.stop()
      worker = await start()
    },
    stop: () => worker.stop(),
  }
}
