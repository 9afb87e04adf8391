import type { Trouble } from './failures.js'

/** A body, or what was wrong; `said` is what an error's own body said, for a protocol that has more to say than its status. */
export type Answer = { readonly body: unknown } | { readonly trouble: Trouble; readonly said?: unknown }

/** One request. With `json` or `form` it is a POST of that. */
export interface Call {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly form?: URLSearchParams
  /** What comes is a file, not JSON: the body is a `Buffer`. */
  readonly file?: true
  /** Told the headers of an answer with 200, for a protocol that pages by them. */
  readonly heed?: (headers: Headers) => void
}

const ERROR_BYTES = 64 * 1024

export interface ExchangeLimits {
  readonly timeoutMs: number
  readonly bodyBytes: number
}

/**
 * One request and its whole answer. Redirects are not followed: the token would go with us wherever the source points (R09).
 * Throws only what stopped us from outside, the reason of `stop`.
 */
export async function exchange(call: Call, limits: ExchangeLimits, stop: AbortSignal): Promise<Answer> {
  const timeout = AbortSignal.timeout(limits.timeoutMs)
  const signal = AbortSignal.any([stop, timeout])
  let answered = false
  try {
    const response = await fetch(call.url, { ...sent(call), redirect: 'manual', signal })
    answered = true
    const answer = await read(response, call, limits)
    if ('trouble' in answer) stop.throwIfAborted()
    return answer
  } catch (error) {
    stop.throwIfAborted()
    if (timeout.aborted) return { trouble: { what: 'timeout' } }
    // A connection lost after the headers is a cut answer; the error itself is dropped, as it may quote what it choked on.
    return { trouble: answered ? { what: 'cut' } : { what: 'unreachable', code: codeOf(error) } }
  }
}

function sent({ headers, json, form }: Call): RequestInit {
  const accept = { accept: 'application/json', ...headers }
  if (form !== undefined) return { method: 'POST', headers: accept, body: form }
  if (json === undefined) return { headers: accept }
  return { method: 'POST', headers: { ...accept, 'content-type': 'application/json' }, body: JSON.stringify(json) }
}

async function read(response: Response, call: Call, limits: ExchangeLimits): Promise<Answer> {
  if (response.status !== 200) {
    const retryAfter = response.headers.get('retry-after')
    // A body that is cut or slow takes nothing from the status that came before it.
    const said = await errorBody(response).catch(() => undefined)
    return { trouble: { what: 'status', status: response.status, retryAfter }, said }
  }
  const bytes = await wholeBody(response, limits.bodyBytes)
  if (bytes === null) return { trouble: { what: 'tooLarge' } }
  call.heed?.(response.headers)
  if (call.file) return { body: bytes }
  const text = bytes.toString('utf8')
  if (!/^\s*[{[]/.test(text)) return { trouble: { what: text.trim() === '' ? 'cut' : 'notAsked' } }
  return parse(text)
}

/** What an error says besides its status; nothing where it is no JSON, or more than anybody needs to say. */
async function errorBody(response: Response): Promise<unknown> {
  const text = (await wholeBody(response, ERROR_BYTES))?.toString('utf8') ?? ''
  const answer = text.trim() === '' ? null : parse(text)
  return answer !== null && 'body' in answer ? answer.body : undefined
}

/** Counts while it reads, after decompression: a small compressed body can be a very large one. */
async function wholeBody(response: Response, bodyBytes: number): Promise<Buffer | null> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    bytes += part.value.byteLength
    if (bytes > bodyBytes) {
      await reader?.cancel()
      return null
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks)
}

function parse(text: string): Answer {
  try {
    return { body: JSON.parse(text) }
  } catch {
    // Node's SyntaxError quotes the text around the fault: a pupil's name, perhaps. It must not become anybody's cause.
    return { trouble: { what: 'cut' } }
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'network error'
}
