import { changedShape, isStatus, wrongSchool } from '../../http/failures.js'
import type { SourceSchool } from '../../source.js'
import { schoolOf } from '../school-of.js'
import type { Block } from '../../block.js'
import { blockOf, inner } from '../../block.js'
import { idOf } from '../translate/block.js'
import type { Ask } from './rest-client.js'

/**
 * The school itself, before anything is believed. Where a provider has no single objects it is looked for among all that the credentials
 * open; not to be there is to be another school (R46).
 */
export async function meetSchool(
  ask: Ask,
  address: (path: string) => URL,
  schoolId: string,
  all: () => AsyncGenerator<readonly Block[], unknown, void>,
): Promise<SourceSchool> {
  try {
    const body = blockOf(await ask(address(`schools/${encodeURIComponent(schoolId)}`), 'school'), 'school')
    const org = inner(body, 'org')
    if (!org) throw changedShape('school.org', 'missing')
    if (idOf(org) !== schoolId) throw wrongSchool()
    return schoolOf(org)
  } catch (failure) {
    // To the shared rules a 404 here is a refusal; this protocol has another place to look.
    if (!isStatus(failure, 404, 'school')) throw failure
  }
  for await (const orgs of all()) {
    const org = orgs.find((one) => idOf(one) === schoolId)
    if (org) return schoolOf(org)
  }
  throw wrongSchool()
}
