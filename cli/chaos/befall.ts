import { z } from 'zod'
import { callApi } from '../../local/stack/api-client.js'
import type { ChaosStack } from './chaos-stack.js'
import type { Fate } from './fate.js'
import type { ChaosSchool } from './schools.js'

const HOUR_MS = 3_600_000
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

/** Lets a school meet its fate, told through the API as the school itself would tell it. `subjects` are our ids by MIS id. */
export async function befall(
  stack: ChaosStack,
  { id, simulated }: ChaosSchool,
  fate: Fate,
  subjects: ReadonlyMap<string, string>,
): Promise<void> {
  const say = (token: string, path: string, body?: unknown) =>
    callApi(z.unknown(), stack.apiUrl, token, 'POST', `/v1/schools/${id}/${path}`, body)
  const { head, operator } = stack.tokens
  for (const misId of fate.told)
    await say(head, 'leavers', { pupilId: subjects.get(misId), receivedAt: ago(48 * HOUR_MS) })
  if (fate.leaves !== undefined) {
    const events = [{ do: 'leave', misId: fate.leaves, on: ago(24 * HOUR_MS).slice(0, 10) }]
    await callApi(z.unknown(), stack.simulatorUrl, '', 'POST', `/_sim/schools/${simulated.id}/events`, { events })
    await say(operator, 'syncs')
  }
  if (fate.ends)
    await say(head, 'termination', {
      effectiveAt: ago(27 * HOUR_MS),
      instructedBy: 'The head',
      reason: 'It is entered a day late.',
    })
}
