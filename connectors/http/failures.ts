import { SourceFailure } from '../source.js'

/** What can go wrong with one request, before anybody decides what it means. */
export type Trouble =
  | { readonly what: 'status'; readonly status: number; readonly retryAfter: string | null }
  | { readonly what: 'unreachable'; readonly code: string }
  | { readonly what: 'timeout' | 'notAsked' | 'cut' | 'tooLarge' }

/** Whether asking again can help: 429, 5xx and time-outs alike, as Wonde itself advises; a maintenance page comes as HTML with 200. */
export function mayPass(trouble: Trouble): boolean {
  switch (trouble.what) {
    case 'status':
      return trouble.status === 408 || trouble.status === 429 || trouble.status >= 500
    case 'unreachable':
    case 'timeout':
    case 'notAsked':
    case 'cut':
      return true
    case 'tooLarge':
      return false
  }
}

/** The one place where what a source did becomes a failure of ours. `endpoint` is the last word of a path: never a cursor, never a value. */
export function failureOf(trouble: Trouble, endpoint: string): SourceFailure {
  switch (trouble.what) {
    case 'status':
      return failureOfStatus(trouble.status, endpoint)
    case 'unreachable':
      return new SourceFailure('SourceUnavailable', `${endpoint}: unreachable (${trouble.code})`)
    case 'timeout':
      return new SourceFailure('SourceUnavailable', `${endpoint}: no answer in time`)
    case 'notAsked':
      return new SourceFailure('SourceUnavailable', `${endpoint}: answered 200 with something else than was asked for`)
    case 'cut':
      return new SourceFailure('SourceIncomplete', `${endpoint}: the answer was cut short each time`)
    case 'tooLarge':
      return new SourceFailure('SourceChangedShape', `${endpoint}: an answer larger than we take`)
  }
}

/** 404 counts as a refusal for a school, which a token may not even know of; elsewhere it means that a path of the protocol is gone. */
function failureOfStatus(status: number, endpoint: string): SourceFailure {
  const message = statusMessage(status, endpoint)
  if (status === 401 || status === 403) return new SourceFailure('SourceRefused', message)
  if (status === 404 && endpoint === 'school') return new SourceFailure('SourceRefused', message)
  if (status === 429) return new SourceFailure('SourceThrottled', message)
  if (status === 408 || status >= 500) return new SourceFailure('SourceUnavailable', message)
  return new SourceFailure('SourceChangedShape', message)
}

/** Whether a request failed because the school does not share this list. A token that is no good any more is another matter. */
export function isForbidden(failure: unknown, endpoint: string): boolean {
  return isStatus(failure, 403, endpoint)
}

export function isStatus(failure: unknown, status: number, endpoint: string): boolean {
  return failure instanceof SourceFailure && failure.message === statusMessage(status, endpoint)
}

const statusMessage = (status: number, endpoint: string) => `${endpoint}: status ${status}`

/** The source answered in a shape that we do not know. `code` says what is wrong at `path`; the value itself is never said. */
export function changedShape(path: string, code: string): SourceFailure {
  return new SourceFailure('SourceChangedShape', `${path}: ${code}`)
}

/** A walk that cannot be proven whole. */
export function incomplete(endpoint: string, why: string): SourceFailure {
  return new SourceFailure('SourceIncomplete', `${endpoint}: ${why}`)
}

export function wrongSchool(): SourceFailure {
  return new SourceFailure('WrongSchool', 'school: the source answered with another school than the one bound')
}
