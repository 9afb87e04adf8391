import { sealFact } from '../../db/school/document.js'
import type { FactName } from '../../agreement/retention/known-person.js'
import type { ApiUnderTest } from './api-under-test.js'
import type { FilledSchool } from './filled-school.js'

/** What a read would have learned of a person, and when; no date is computed from it here. */
export async function learn(
  api: ApiUnderTest,
  { school, db }: FilledSchool,
  subject: string,
  facts: readonly (readonly [what: FactName, value: unknown, on: string])[],
): Promise<void> {
  const key = (await api.deps.keyring.makeSubjectKeys(school, [subject], 'core')).get(subject)
  if (!key) throw new Error('The person has no key.')
  for (const [what, value, on] of facts) {
    const sealed = sealFact(key, subject, what, JSON.stringify(value))
    await db
      .insertInto('fact')
      .values({ subject_id: subject, what, learned_at: new Date(on), sealed })
      .execute()
  }
}
