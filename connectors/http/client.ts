import { setTimeout as sleep } from 'node:timers/promises'

import type { SourceManners } from '../source.js'
import { exchange } from './exchange.js'
import type { Answer, Call } from './exchange.js'
import { failureOf } from './failures.js'
import type { Trouble } from './failures.js'
import { patience } from './patience.js'
import { turnstile } from './turnstile.js'

/** How the client behaves on the wire. Only tests have a reason to change the times. */
export interface ClientTuning {
  readonly concurrency: number
  readonly timeoutMs: number
  readonly firstWaitMs: number
  readonly bodyBytes: number
}

export const usualTuning: ClientTuning = {
  concurrency: 1,
  // Wide answers are slow; clients with 30 s are known to time out on healthy schools.
  timeoutMs: 60_000,
  firstWaitMs: 1_000,
  // A page of 200 pupils is under one megabyte.
  bodyBytes: 64 * 1_048_576,
}

const SHORTEST_TIMEOUT_MS = 5_000

export interface AskAhead {
  /** Ends this request alone. */
  readonly stop: AbortSignal
  /** Called when the request is on its way. */
  readonly left: () => void
}

/** Asks for one document. `endpoint` is what a failure may call it. */
export type HttpClient = (call: Call, endpoint: string, ahead?: AskAhead) => Promise<unknown>

/**
 * The only thing here that speaks HTTP to a source: patient, one request at a time, and stopped by the manners' signal. `judge` has the last
 * word on what an answer was, for a protocol that says its errors in bodies.
 */
export function httpClient(
  manners: SourceManners,
  tuning: ClientTuning,
  judge: (answer: Answer) => Answer = (answer) => answer,
): HttpClient {
  const through = turnstile(tuning.concurrency)
  const patient = patience(manners.patienceMs, tuning.firstWaitMs)
  // One request that hangs must not outlast the patience of them all; a large page of a busy school takes seconds all the same.
  const limits = {
    bodyBytes: tuning.bodyBytes,
    timeoutMs: Math.min(tuning.timeoutMs, Math.max(manners.patienceMs, SHORTEST_TIMEOUT_MS)),
  }

  async function ask(call: Call, endpoint: string, { stop, left }: AskAhead): Promise<unknown> {
    let failedAt: number | null = null
    for (let attempt = 0; ; attempt += 1) {
      stop.throwIfAborted()
      await manners.beforeRequest()
      stop.throwIfAborted()
      const answering = exchange(call, limits, stop)
      left()
      const answer = judge(await answering)
      const now = performance.now()
      const lostMs = failedAt === null ? 0 : now - failedAt
      if ('body' in answer) {
        patient.spend(lostMs)
        return answer.body
      }
      failedAt ??= now
      const waitMs = patient.before(answer.trouble, attempt, lostMs)
      if (waitMs === null) throw failureOf(answer.trouble, endpoint)
      if (asksToWait(answer.trouble)) await manners.askedToWait?.(waitMs)
      await rest(waitMs, stop)
    }
  }

  return (call, endpoint, ahead = { stop: manners.signal, left: () => undefined }) => {
    const stop = AbortSignal.any([manners.signal, ahead.stop])
    return through(() => ask(call, endpoint, { ...ahead, stop }))
  }
}

function asksToWait(trouble: Trouble): boolean {
  return trouble.what === 'status' && trouble.retryAfter !== null
}

async function rest(waitMs: number, stop: AbortSignal): Promise<void> {
  try {
    await sleep(waitMs, undefined, { signal: stop })
  } catch {
    // The timer says AbortError; whoever stopped us wants the own reason back.
    stop.throwIfAborted()
  }
}
