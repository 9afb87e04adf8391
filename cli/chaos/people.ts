import { z } from 'zod'
import { callApi } from '../../local/stack/api-client.js'
import type { ChaosStack } from './chaos-stack.js'

const pupils = z.object({
  data: z.array(z.object({ id: z.string(), items: z.looseObject({ 'pupil.misId': z.string() }) })),
})

/** Whom the application is shown, by MIS id: our id of each. */
export async function shownPupils({ apiUrl, tokens }: ChaosStack, id: string): Promise<ReadonlyMap<string, string>> {
  const path = `/v1/schools/${id}/pupils?limit=500`
  const { data } = await callApi(pupils, apiUrl, tokens.application, 'GET', path)
  return new Map(data.map((pupil) => [pupil.items['pupil.misId'], pupil.id]))
}

const feed = z.object({
  data: z.array(z.object({ op: z.string(), kind: z.string(), subjectId: z.string().nullable() })),
  next: z.string().nullable(),
})

/** How often the feed says `op` of a pupil. */
export async function timesTold(
  { apiUrl, tokens }: ChaosStack,
  id: string,
  op: string,
  subject: string,
): Promise<number> {
  let times = 0
  for (let after: string | null = '0'; after !== null;) {
    const path = `/v1/schools/${id}/changes?limit=500&after=${after}`
    const page: z.infer<typeof feed> = await callApi(feed, apiUrl, tokens.application, 'GET', path)
    times += page.data.filter((one) => one.op === op && one.kind === 'pupil' && one.subjectId === subject).length
    after = page.next
  }
  return times
}
