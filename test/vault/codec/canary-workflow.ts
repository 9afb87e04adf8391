import {
  ApplicationFailure,
  condition,
  defineSignal,
  executeChild,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
} from '@temporalio/workflow'

export interface CanaryActivities {
  beat(canary: string): Promise<string>
  fail(canary: string): Promise<void>
}

export interface LateActivities {
  late(canary: string): Promise<string>
}

const { beat } = proxyActivities<CanaryActivities>({ startToCloseTimeout: '20 seconds', heartbeatTimeout: '5 seconds' })
const { fail } = proxyActivities<CanaryActivities>({ startToCloseTimeout: '5 seconds', retry: { maximumAttempts: 1 } })

export const sayingSignal = defineSignal<[string]>('saying')

/** Sends a canary along every way that a payload can take. */
export async function canaryWays(canary: string, child?: string): Promise<string> {
  let said = ''
  setHandler(sayingSignal, (saying) => {
    said = saying
  })
  setCurrentDetails(`details ${canary}`)
  await condition(() => said !== '')
  await sleep('10 milliseconds', { summary: `summary ${canary}` })
  await beat(canary)
  await fail(canary).catch(() => undefined)
  if (child !== undefined) await executeChild(canaryChild, { workflowId: child, args: [canary], memo: { canary } })
  return `${said} ${canary}`
}

export async function canaryChild(canary: string): Promise<string> {
  return canary
}

/** Fails with a message of its own, from inside the sandbox. */
export async function canaryFailure(canary: string): Promise<void> {
  throw ApplicationFailure.nonRetryable(`message ${canary}`, 'Canary', canary)
}

const { late } = proxyActivities<LateActivities>({ startToCloseTimeout: '5 seconds', taskQueue: 'late' })

/** Schedules an activity that nobody takes at first, so that its key can go meanwhile. */
export async function patient(canary: string): Promise<string> {
  return late(canary)
}
