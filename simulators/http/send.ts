import type { ServerResponse } from 'node:http'
import type { Fault } from '../faults/fault.js'
import type { Answer } from './answer.js'

const SLOW_PIECES = 10
const SLOW_MS = 5_000

/** Sends an answer whole. */
export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-cache, private',
    'content-length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(body)
}

/** Sends an answer as a fault will have it: in drops, cut off, or not at all. */
export function sendUnder(fault: Fault, response: ServerResponse, answer: Answer): void {
  if (fault.kind === 'hang') hang(response, fault.ms)
  else if (fault.kind === 'slowBody') sendSlowly(response, answer, fault.ms ?? SLOW_MS)
  else send(response, fault.kind === 'cutJson' ? cut(answer) : answer)
}

/** Never answers; the connection ends when it is told to, or with the simulator. */
function hang(response: ServerResponse, ms: number | undefined): void {
  if (ms !== undefined) setTimeout(() => response.destroy(), ms).unref()
}

/** Complete as HTTP goes, so that only whoever reads the JSON finds out. */
function cut(answer: Answer): Answer {
  const whole = Buffer.from(answer.body)
  return { ...answer, body: whole.subarray(0, Math.floor(whole.length / 2)) }
}

function sendSlowly(response: ServerResponse, answer: Answer, ms: number): void {
  const whole = Buffer.from(answer.body)
  const piece = Math.ceil(whole.length / SLOW_PIECES)
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': whole.length,
  })
  let sent = 0
  const timer = setInterval(() => {
    response.write(whole.subarray(sent, sent + piece))
    sent += piece
    if (sent < whole.length) return
    clearInterval(timer)
    response.end()
  }, ms / SLOW_PIECES)
  response.on('close', () => clearInterval(timer))
}
