import { DefaultLogger, Runtime } from '@temporalio/worker'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import type { DevServerConfig } from '@temporalio/testing'
import { inject } from 'vitest'
import { ERASER_NAMESPACE } from '../../workflows/ending/ids.js'
import { quickServerFlags } from '../../local/temporal/server-flags.js'

/** The real server, in memory: everything but skipping time. Up in about 0.3 s. End it with `teardown()`. */
export async function devServer(
  config: Omit<DevServerConfig, 'type' | 'executable'> = {},
): Promise<TestWorkflowEnvironment> {
  quietRuntime()
  const executable = { type: 'existing-path', path: inject('temporalPrograms').cli } as const
  return TestWorkflowEnvironment.createLocal({
    server: {
      ...config,
      extraArgs: ['--namespace', ERASER_NAMESPACE, ...quickServerFlags, ...(config.extraArgs ?? [])],
      executable,
    },
  })
}

/** The server whose clock jumps to the next timer. It knows no Schedules, no listing and no deletion of histories. */
export async function timeSkippingServer(): Promise<TestWorkflowEnvironment> {
  quietRuntime()
  const executable = { type: 'existing-path', path: inject('temporalPrograms').testServer } as const
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })
}

const installed = Symbol.for('termkeeper.test.runtime')

/** A process has one runtime and a second `install` throws; several test files may share a process. */
function quietRuntime(): void {
  const marks = globalThis as { [installed]?: true }
  if (marks[installed]) return
  marks[installed] = true
  Runtime.install({ logger: new DefaultLogger('WARN') })
}
