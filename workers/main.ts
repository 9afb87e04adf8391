import { Runtime } from '@temporalio/worker'
import { bundlePath } from './bundle-path.js'
import { buildDependencies } from './dependencies.js'
import { readWorkerEnvironment } from './environment.js'
import { workerLogger } from './logger.js'
import { queueNames } from './queues.js'
import { runQueues } from './run-queues.js'

/** `npm run worker -- <queue…>`: polls those queues, or all of them. */
async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((queue) => !queueNames.includes(queue))
  if (unknown.length > 0) throw new Error(`There is no queue of that name; there are ${queueNames.join(', ')}.`)
  const env = readWorkerEnvironment(process.env)
  Runtime.install({ logger: workerLogger(env.LOG_LEVEL), shutdownSignals: ['SIGTERM', 'SIGINT'] })
  const deps = await buildDependencies(env)
  try {
    await runQueues({
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      eraserNamespace: env.TEMPORAL_ERASER_NAMESPACE,
      queues: asked.length > 0 ? asked : queueNames,
      workflowBundle: { codePath: bundlePath },
      deps,
      schedules: true,
      onReady: () => process.stdout.write('worker ready\n'),
    })
  } finally {
    await deps.close()
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The worker failed.'}\n`)
  process.exitCode = 1
})
