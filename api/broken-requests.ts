import { STATUS_CODES } from 'node:http'
import type { FastifyServerOptions } from 'fastify'
import { ulid } from 'ulid'
import { PROBLEM_JSON, Problem, problemBody } from './problem.js'

const unreadable = () => new Problem('malformed-request', 'The request is not HTTP as RFC 9112 and RFC 3986 have it.')

/** Answers what no hook or route sees: an address that does not decode, and bytes that are no HTTP request. Neither is sent back. */
export const brokenRequests: Pick<FastifyServerOptions, 'clientErrorHandler' | 'frameworkErrors'> = {
  frameworkErrors: (_error, request, reply) => {
    const body = problemBody(unreadable(), request.id)
    reply.raw.writeHead(body.status, { ...safe, 'content-type': PROBLEM_JSON }).end(JSON.stringify(body))
  },
  clientErrorHandler: (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const problem =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? new Problem('headers-too-large', 'Send fewer or shorter headers.')
        : unreadable()
    socket.end(response(JSON.stringify(problemBody(problem, ulid())), problemBody(problem, '').status))
  },
}

// Helmet sets these where a hook runs.
const safe = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

function response(body: string, status: number): string {
  const headers = {
    ...safe,
    'content-type': PROBLEM_JSON,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n')
}
