import { z } from 'zod'
import { callApi } from '../../local/stack/api-client.js'
import type { ChaosStack } from './chaos-stack.js'
import type { ChaosSchool } from './schools.js'

/** What is to happen to a school; the same for schools of the same seed. Pupils by MIS id. */
export interface Fate {
  /** Whom the school says to have left, days ago: their erasure is due at once. */
  readonly told: readonly string[]
  /** Who leaves in the MIS, for the next run to find; nobody where the school ends. */
  readonly leaves: string | undefined
  /** The school ended yesterday, and this is entered today: everything of it is to go at once. */
  readonly ends: boolean
}

const TOLD = 3
// One school in four ends, and while it does its leavers are due as well.
const ENDS_EACH = 4

const truth = z.object({
  pupils: z.array(z.object({ misId: z.string(), admissionDate: z.string(), leavingDate: z.string().nullable() })),
})

export async function drawFate(
  { simulatorUrl }: ChaosStack,
  { simulated }: ChaosSchool,
  index: number,
  random: () => number,
): Promise<Fate> {
  const { pupils } = await callApi(truth, simulatorUrl, '', 'GET', `/_sim/schools/${simulated.id}/truth`)
  // Those who came first: nobody can have left before the first day. Of whom a last day is announced already nothing is due before it.
  const longThere = pupils
    .filter(({ leavingDate }) => leavingDate === null)
    .sort((a, b) => a.admissionDate.localeCompare(b.admissionDate) || a.misId.localeCompare(b.misId))
    .slice(0, pupils.length / 2)
    .map(({ misId }) => misId)
  const drawn = Array.from({ length: TOLD + 1 }, () => {
    const [one = ''] = longThere.splice(Math.floor(random() * longThere.length), 1)
    return one
  })
  const ends = index % ENDS_EACH === 0
  const [leaves, ...told] = drawn
  return { told, leaves: ends ? undefined : leaves, ends }
}
