import type { TestWorkflowEnvironment } from '@temporalio/testing'
import type { Payload } from '@temporalio/common'
import { dataConverter } from '../../vault/codec/data-converter.js'
import type { Stack } from './stack.js'

/** Everything that the history of a workflow's latest run says, its payloads opened. */
export async function saidIn(
  env: TestWorkflowEnvironment,
  keys: Stack['deps']['codecKeys'],
  workflowId: string,
): Promise<string> {
  const { events } = await env.client.workflow.getHandle(workflowId).fetchHistory()
  const [codec] = dataConverter(keys).payloadCodecs ?? []
  if (!codec) throw new Error('there is no codec')
  const said: string[] = [JSON.stringify(events)]
  for (const payload of payloadsIn(events)) {
    const [opened] = await codec.decode([payload])
    said.push(Buffer.from(opened?.data ?? []).toString('utf8'))
  }
  return said.join('\n')
}

function payloadsIn(value: unknown): readonly Payload[] {
  if (typeof value !== 'object' || value === null) return []
  if (isPayload(value)) return [value]
  return Object.values(value).flatMap(payloadsIn)
}

const isPayload = (value: object): value is Payload => 'metadata' in value && 'data' in value
