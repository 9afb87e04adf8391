import { z } from 'zod'

import type { HttpClient } from '../../http/client.js'
import { changedShape, isStatus } from '../../http/failures.js'
import { SourceFailure } from '../../source.js'
import type { OneRosterBinding, OneRosterSecret } from '../settings.js'

export interface Token {
  readonly authorization: string
  /** What it opens, where the provider says so. */
  readonly scopes: readonly string[] | null
}

export interface Tokens {
  readonly get: () => Promise<Token>
  /** The present one was refused: the next `get` asks for another. */
  readonly forget: () => void
}

const SCOPE = 'https://purl.imsglobal.org/spec/or/v1p2/scope'
const scopes = ['roster-core.readonly', 'roster.readonly', 'roster-demographics.readonly'].map(
  (name) => `${SCOPE}/${name}`,
)

/** A token is exchanged a minute before it ends, one that lives less than two at half its time, so that none ends on the way. */
const SPARE_SECONDS = 60

const answer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,8000}$/),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
  scope: z.string().max(8_000).nullish().catch(undefined),
})

/** The provider's tokens, by client credentials; asked for when first needed, and again before they end. */
export function tokensOf(call: HttpClient, binding: OneRosterBinding, secret: OneRosterSecret): Tokens {
  const usual = binding.version === '1.1' ? 'auth/token' : 'token'
  const url = new URL(binding.tokenUrl ?? `${binding.baseUrl.replace(/\/+$/, '')}/${usual}`)
  let held: { readonly token: Promise<Token>; until: number } | undefined

  async function ask(): Promise<Token> {
    for (const { headers, form } of waysToAsk(binding, secret)) {
      try {
        const body = answer.safeParse(await call({ url, headers, form }, 'token'))
        if (!body.success) throw changedShape('token', 'no_token')
        if (held) held.until = performance.now() + usefulSeconds(body.data.expires_in ?? Infinity) * 1_000
        const said = body.data.scope?.split(' ').filter((scope) => scope !== '') ?? null
        return { authorization: `Bearer ${body.data.access_token}`, scopes: said }
      } catch (failure) {
        if (![400, 401, 403].some((status) => isStatus(failure, status, 'token'))) throw failure
      }
    }
    throw new SourceFailure('SourceRefused', 'token: the client is not known there, or its secret is another')
  }

  const renew = async () => {
    held = { token: ask(), until: Infinity }
    return held.token
  }
  return {
    get: async () => (held && performance.now() < held.until ? held.token : renew()),
    forget: () => (held = undefined),
  }
}

const usefulSeconds = (lives: number) => Math.max(lives - SPARE_SECONDS, lives / 2)

/** Providers differ in where they read the credentials and whether they know of scopes: each form is tried once, the likeliest first. */
function waysToAsk({ version }: OneRosterBinding, { clientId, clientSecret }: OneRosterSecret) {
  const basic = { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` }
  const grant = { grant_type: 'client_credentials' }
  const posted = { ...grant, client_id: clientId, client_secret: clientSecret }
  const scoped = version === '1.2' ? [{ scope: scopes.join(' ') }, {}] : [{}]
  return scoped.flatMap((scope) => [
    { headers: basic, form: new URLSearchParams({ ...grant, ...scope }) },
    { headers: {}, form: new URLSearchParams({ ...posted, ...scope }) },
  ])
}

/** Whether birth and sex may be read: not where a provider lists the scopes it granted and theirs is missing. */
export function reachesDemographics(granted: readonly string[] | null): boolean {
  return granted === null || granted.some((scope) => scope.includes('roster-demographics'))
}
