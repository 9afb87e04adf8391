import { z } from 'zod'
import { callApi } from '../../local/stack/api-client.js'

const log = z.object({
  data: z.array(z.object({ method: z.string(), path: z.string(), query: z.record(z.string(), z.string()) })),
})

/** What one simulated school was asked since the log was last cleared. */
export interface Asked {
  readonly requests: number
  /** Each list by name with what had to come along, as it was first asked. */
  readonly lists: readonly string[]
  /** The first page of each list, as a path. */
  readonly firstPages: readonly string[]
}

export async function askedOf(simulatorUrl: string, school: string): Promise<Asked> {
  const { data } = await callApi(log, simulatorUrl, '', 'GET', `/_sim/requests?schoolId=${school}`)
  const first = data.filter(
    ({ path, query }) => query['cursor'] === 'true' || (path.includes('/School/') && query['page'] === '1'),
  )
  return {
    requests: data.length,
    lists: first.map(({ path, query }) => `${path.split('/').at(-1) ?? ''}[${query['include'] ?? ''}]`),
    firstPages: first.map(({ path, query }) => `${path}?${new URLSearchParams(query).toString()}`),
  }
}

export async function forgetRequests(simulatorUrl: string): Promise<void> {
  await callApi(z.unknown(), simulatorUrl, '', 'DELETE', '/_sim/requests')
}
