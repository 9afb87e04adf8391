import { httpClient } from '../../http/client.js'
import type { ClientTuning } from '../../http/client.js'
import { isStatus } from '../../http/failures.js'
import type { SourceManners } from '../../source.js'
import { addressOf } from '../address.js'
import type { XporterBinding, XporterSecret } from '../settings.js'
import { judge } from './said.js'
import { tokenKeeper } from './tokens.js'

/** Asks for one document. `endpoint` is what a failure may call it. */
export type Ask = (url: URL, endpoint: string) => Promise<unknown>

/** The only thing that speaks to Xporter. A token that is refused is replaced once; refused again, it is the school that refuses. */
export function xporterClient(
  { schoolId, relyingParty, baseUrl }: XporterBinding,
  { schoolSecret }: XporterSecret,
  manners: SourceManners,
  tuning: ClientTuning,
): Ask {
  const call = httpClient(manners, tuning, judge)
  const url = addressOf(baseUrl, 'oauth/GetToken')
  const json = { estab: schoolId, relyingParty, password: schoolSecret, thirdpartyid: 'XporterOnDemand' }
  const tokens = tokenKeeper(() => call({ url, headers: {}, json }, 'token'))
  const ask = (what: URL, endpoint: string, token: string) =>
    call({ url: what, headers: { authorization: `Idaas ${token}` } }, endpoint)

  return async (what, endpoint) => {
    const token = await tokens.current()
    try {
      return await ask(what, endpoint, token)
    } catch (failure) {
      if (!isStatus(failure, 401, endpoint)) throw failure
    }
    return ask(what, endpoint, await tokens.instead(token))
  }
}
