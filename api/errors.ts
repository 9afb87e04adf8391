import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { SchoolNotProvisioned } from '../db/school/pools.js'
import { KeyDestroyed } from '../vault/key-destroyed.js'
import { PROBLEM_JSON, Problem, notFound, problemBody } from './problem.js'
import type { ProblemType } from './problem.js'

/** Every error leaves as a problem; one that nobody foresaw says only where to find it in the log. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const problem = asProblem(error)
    if (problem.type === 'internal-error') request.log.error({ err: traceOf(error) }, 'unforeseen')
    // RFC 9110 wants a 401 to say how to authenticate.
    if (problem.type === 'not-authenticated') reply.header('www-authenticate', 'Bearer')
    return answer(problem, request, reply)
  })
  app.setNotFoundHandler(async (request, reply) => answer(notFound(), request, reply))
}

function answer(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const body = problemBody(problem, request.id)
  return reply.status(body.status).type(PROBLEM_JSON).send(body)
}

/** Where it happened and not what it said: the message of a database error quotes what it was given. */
function traceOf({ name, code, stack }: FastifyError) {
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '))
  return { type: name, code, stack: frames?.join('\n') }
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error)
  if (error instanceof SchoolNotProvisioned)
    return new Problem('out-of-order', 'The school’s database is still being made; try again in a moment.')
  if (error instanceof KeyDestroyed) return notFound()
  const known = byStatus[error.statusCode ?? 500]
  return known
    ? new Problem(...known)
    : new Problem('internal-error', 'Nothing was lost. Try again, and tell us the requestId if it stays.')
}

const byStatus: Readonly<Record<number, readonly [ProblemType, string]>> = {
  400: ['malformed-request', 'The body is not JSON as its Content-Type and Content-Length say.'],
  413: ['body-too-large', 'Send a smaller body.'],
  415: ['unsupported-media-type', 'Send application/json.'],
}

interface Invalid {
  readonly validationContext?: string | undefined
  readonly validation: readonly ZodFault[]
}

interface ZodFault {
  readonly instancePath: string
  readonly keyword: string
  readonly params?: { readonly params?: { readonly code?: unknown; readonly advice?: unknown } }
}

/** An id of another form than ours names nothing, as an unknown one does. */
function invalid({ validationContext: place = 'body', validation }: Invalid): Problem {
  if (place === 'params') return notFound()
  const faults = validation.map((fault) => ({ path: pathOf(place, fault), code: codeOf(fault), ...adviceOf(fault) }))
  const type = place === 'body' ? 'invalid-request' : 'malformed-request'
  return new Problem(type, `See \`errors\`: each names a place in the ${place} and what is wrong there.`, faults)
}

function pathOf(place: string, { instancePath }: ZodFault): string {
  return instancePath === '/' ? place : `${place}${instancePath}`
}

/** Rules of our own name what they found; zod's are named by zod. */
function codeOf({ keyword, params }: ZodFault): string {
  const own = params?.params?.code
  return typeof own === 'string' ? own : keyword
}

/** Only rules of our own advise: zod's sentences may quote what was sent. */
function adviceOf({ params }: ZodFault): { readonly advice?: string } {
  const own = params?.params?.advice
  return typeof own === 'string' ? { advice: own } : {}
}
