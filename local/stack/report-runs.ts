import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { callApi } from './api-client.js'
import type { RunningStack } from './stack.js'

const counts = z.object({ added: z.number(), changed: z.number(), removed: z.number() })
const run = z.object({
  id: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  counts: z.record(z.string(), counts),
})
type Run = z.infer<typeof run>
const schools = z.object({ data: z.array(z.object({ id: z.string(), name: z.string(), lastRun: run.nullable() })) })

const LOOK_AGAIN_MS = 1_000

/** Says one line for each run that ended, until the stack stops. */
export async function reportRuns(
  { apiUrl, tokens }: RunningStack,
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const said = new Map<string, string>()
  while (!signal.aborted) {
    const { data } = await callApi(schools, apiUrl, tokens.operator, 'GET', '/v1/schools?limit=500').catch(() => ({
      data: [],
    }))
    for (const { id, name, lastRun } of data) {
      if (!lastRun?.endedAt || said.get(id) === lastRun.id) continue
      said.set(id, lastRun.id)
      say(`${name}: ${sentenceOf(lastRun)}`)
    }
    await wait(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined)
  }
}

function sentenceOf({ id, state, reason, startedAt, endedAt, counts }: Run): string {
  const seconds = ((Date.parse(endedAt ?? startedAt) - Date.parse(startedAt)) / 1000).toFixed(1)
  const changes = Object.entries(counts).flatMap(([kind, { added, changed, removed }]) => {
    const parts = [added && `${added} added`, changed && `${changed} changed`, removed && `${removed} removed`].filter(
      Boolean,
    )
    return parts.length > 0 ? [`${kind} ${parts.join(', ')}`] : []
  })
  return `${id} ${state} in ${seconds} s${changes.length > 0 ? ` (${changes.join('; ')})` : ''}${reason === null ? '' : `: ${reason}`}`
}
