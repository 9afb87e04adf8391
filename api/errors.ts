import type { FastifyError, FastifyInstance } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { SchoolNotProvisioned } from '../db/school/pools.js'
import { KeyDestroyed } from '../vault/key-destroyed.js'
import { Problem, notFound, problemBody } from './problem.js'
import type { Fault, ProblemType } from './problem.js'

/** Every error leaves as a problem; one that nobody foresaw says only where to find it in the log. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const problem = asProblem(error)
    if (problem.type === 'internal-error')
      request.log.error({ err: { type: error.name, code: error.code, stack: error.stack } }, 'unforeseen')
    const body = problemBody(problem, request.id)
    return reply.status(body.status).type('application/problem+json; charset=utf-8').send(body)
  })
  app.setNotFoundHandler(async (request, reply) => {
    const body = problemBody(notFound(), request.id)
    return reply.status(body.status).type('application/problem+json; charset=utf-8').send(body)
  })
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
  readonly validation: readonly { readonly instancePath: string; readonly keyword: string; readonly params?: unknown }[]
}

function invalid(error: Invalid): Problem {
  const place = error.validationContext ?? 'body'
  const faults: Fault[] = error.validation.map(({ instancePath, keyword }) => ({
    path: `${place}${instancePath}`,
    code: keyword,
  }))
  const type = place === 'body' ? 'invalid-request' : 'malformed-request'
  return new Problem(type, `See \`errors\`: each names a place in the ${place} and what is wrong there.`, faults)
}
