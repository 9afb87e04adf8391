import { usualTuning, httpClient } from '../../http/client.js'
import { isStatus } from '../../http/failures.js'
import type { SourceManners } from '../../source.js'
import type { OneRosterOptions } from '../options.js'
import type { OneRosterBinding, OneRosterSecret } from '../settings.js'
import type { Token } from './token.js'
import { tokensOf } from './token.js'

/** Asks for one document; `heed` is told the headers it came with. */
export type Ask = (url: URL, endpoint: string, heed?: (headers: Headers) => void) => Promise<unknown>

export interface RestClient {
  readonly ask: Ask
  readonly token: () => Promise<Token>
}

/** The only thing that speaks to a provider's service: with a token, and with another where the first has ended early. */
export function restClient(
  binding: OneRosterBinding,
  secret: OneRosterSecret,
  manners: SourceManners,
  options: OneRosterOptions,
): RestClient {
  const call = httpClient(manners, { ...usualTuning, ...options })
  const tokens = tokensOf(call, binding, secret)
  const once: Ask = async (url, endpoint, heed) => {
    const { authorization } = await tokens.get()
    return call({ url, headers: { authorization }, ...(heed ? { heed } : {}) }, endpoint)
  }
  return {
    token: tokens.get,
    ask: async (url, endpoint, heed) => {
      try {
        return await once(url, endpoint, heed)
      } catch (failure) {
        if (!isStatus(failure, 401, endpoint)) throw failure
        tokens.forget()
        return once(url, endpoint, heed)
      }
    },
  }
}
