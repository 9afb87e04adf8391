import { isForbidden } from './failures.js'

/** The pages of a list, or none of those that are left where the source refuses it to us. */
export async function* unlessForbidden<Page>(
  endpoint: string,
  pages: AsyncGenerator<Page, unknown, void>,
): AsyncGenerator<Page, void, void> {
  try {
    yield* pages
  } catch (failure) {
    if (!isForbidden(failure, endpoint)) throw failure
  }
}
