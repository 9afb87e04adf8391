import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'
import { SourceFailure } from '../connectors/source.js'
import { KeyDestroyed } from '../vault/key-destroyed.js'
import { failureKinds } from './failure-types.js'
import type { FailureType } from './failure-types.js'

/** A failure on purpose. `message` is ours and holds counts, kinds and dates only: it is kept in a history. */
export function failure(
  type: FailureType,
  message: string = failureKinds[type].means,
  cause?: Error,
): ApplicationFailure {
  const nonRetryable = !failureKinds[type].retried
  return ApplicationFailure.create({ type, message, nonRetryable, ...categoryOf(type), ...(cause && { cause }) })
}

/** Of a night without a file nobody has to be warned. */
const categoryOf = (type: FailureType) =>
  type === 'NothingUploaded' ? { category: ApplicationFailureCategory.BENIGN } : {}

/** What a source or the vault threw, as a failure of the list; anything else as it was, to be tried again. */
export function asFailure(error: unknown): unknown {
  if (error instanceof SourceFailure) return failure(error.type, error.message)
  if (error instanceof KeyDestroyed) return failure('KeyDestroyed')
  return error
}
