import { changedShape } from '../../http/failures.js'
import { SourceFailure } from '../../source.js'
import { errorIn, fieldsOf } from './said.js'

export interface Tokens {
  readonly current: () => Promise<string>
  /** Another one, in the place of one that was refused. */
  readonly instead: (refused: string) => Promise<string>
}

interface Token {
  readonly value: string
  readonly renewAt: number
}

// A page may take two minutes; a token that is good for days is renewed well before its end.
const AHEAD_MS = 10 * 60_000

/** Keeps one token for all requests of a source. `ask` exchanges the school's secret for a new one. */
export function tokenKeeper(ask: () => Promise<unknown>): Tokens {
  let kept: Promise<Token> | undefined
  const renew = () => (kept = ask().then(readToken))
  const current = async () => {
    const token = await (kept ?? renew())
    return Date.now() < token.renewAt ? token.value : (await renew()).value
  }
  return {
    current,
    // Two requests may be refused one after the other for the same token; one renewal serves both.
    instead: async (refused) => {
      const token = await current()
      return token === refused ? (await renew()).value : token
    },
  }
}

function readToken(body: unknown): Token {
  const fields = fieldsOf(body)
  const value = fields.get('token')
  const words = errorIn(fields)
  if (words !== null || fields.get('authorisationpaused') === true) throw refusal(words ?? 'paused')
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,20000}$/.test(value)) throw changedShape('token', 'missing')
  const renewAt = Date.parse(String(fields.get('expires'))) - AHEAD_MS
  // One that is old when it is young tells of a clock, ours or theirs: then it is used until it is refused.
  return { value, renewAt: renewAt > Date.now() ? renewAt : Number.POSITIVE_INFINITY }
}

/** Why there is no token, in our words. A message that we do not know is not taken for a school's decision. */
function refusal(words: string): SourceFailure {
  if (/paused/i.test(words))
    return new SourceFailure('SourceRefused', 'token: paused, while the school chooses whom it shares')
  if (/relying party|not correct|unauthori[sz]ed/i.test(words))
    return new SourceFailure('SourceRefused', 'token: revoked by the school, or the secret is not the present one')
  return new SourceFailure('SourceUnavailable', 'token: refused for a reason that we do not know')
}
