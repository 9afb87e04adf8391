import { z } from 'zod'
import { callApi } from '../../local/stack/api-client.js'
import type { ChaosStack } from './chaos-stack.js'
import { untilKnown } from './waiting.js'

const runs = z.object({ data: z.array(z.object({ id: z.string(), state: z.string(), reason: z.string().nullable() })) })

/** Waits until a school's newest run has ended; answers what is wrong with its end, if anything. */
export async function newestRunFault({ apiUrl, tokens }: ChaosStack, id: string): Promise<string | undefined> {
  const run = await untilKnown(async () => {
    const { data } = await callApi(runs, apiUrl, tokens.operator, 'GET', `/v1/schools/${id}/syncs?limit=1`)
    return data.find(({ state }) => state !== 'running')
  })
  if (run === undefined) return `the newest run of ${id} has not ended`
  const well = run.state === 'applied' || run.state === 'nothingToDo'
  return well ? undefined : `${run.id} of ${id} ended ${run.state}: ${run.reason ?? ''}`
}
