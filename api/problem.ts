/** One thing wrong with a request: where, and what kind of wrong; never the offending value. */
export interface Fault {
  readonly path: string
  readonly code: string
  /** What to write instead, where the code alone does not say it. */
  readonly advice?: string
  /** In a file that was sent: which file of it, which line, and which cell of that, by number and by its column's name. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly name?: string
}

const titles = {
  'malformed-request': [400, 'The request could not be read'],
  'not-authenticated': [401, 'No valid token'],
  'not-allowed': [403, 'This role may not do that'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'Not a method of this address'],
  'out-of-order': [409, 'Not possible now'],
  'request-running': [409, 'The same request is still running'],
  'body-too-large': [413, 'The body is too large'],
  'headers-too-large': [431, 'The headers are too large'],
  'unsupported-media-type': [415, 'Not a type of body that is taken here'],
  'invalid-request': [422, 'The request is not valid'],
  'key-reused': [422, 'The Idempotency-Key belongs to another request'],
  'internal-error': [500, 'Something went wrong on our side'],
  'not-ready': [503, 'Not ready'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>

export type ProblemType = keyof typeof titles

/** A problem for the caller, answered as application/problem+json (RFC 9457). `detail` says what to do. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly type: ProblemType
  readonly faults: readonly Fault[]

  constructor(type: ProblemType, detail: string, faults: readonly Fault[] = []) {
    super(detail)
    this.type = type
    this.faults = faults
  }
}

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8'

export function problemBody(problem: Problem, requestId: string) {
  const [status, title] = titles[problem.type]
  return {
    type: `urn:termkeeper:problem:${problem.type}`,
    title,
    status,
    detail: problem.message,
    requestId,
    ...(problem.faults.length > 0 && { errors: problem.faults }),
  }
}

/** The same body for an id that does not exist and one that is another's: nothing can be learned by trying. */
export const notFound = () => new Problem('not-found', 'There is nothing here that you may see.')
