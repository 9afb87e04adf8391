import { httpClient } from '../http/client.js'
import type { AskAhead, ClientTuning } from '../http/client.js'
import type { SourceManners } from '../source.js'

/** Asks for one document. `endpoint` is what a failure may call it. */
export type Ask = (url: URL, endpoint: string, ahead?: AskAhead) => Promise<unknown>

/** The only thing that speaks to Wonde. */
export function wondeClient(token: string, manners: SourceManners, tuning: ClientTuning): Ask {
  const call = httpClient(manners, tuning)
  const headers = { authorization: `Bearer ${token}` }
  return (url, endpoint, ahead) => call({ url, headers }, endpoint, ahead)
}
