/** Something a person has to put right before the stack can run. Its message is all that they see: what, where, what to do. */
export class StackProblem extends Error {
  override readonly name = 'StackProblem'
}

/** The part of an error that is worth a place in a sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
