import { factsOfPerson } from '../../agreement/retention/known-person.js'
import type { KnownPerson, KnownSchool } from '../../agreement/retention/known-person.js'
import type { Law } from '../../agreement/retention/policy-change.js'
import { retentionUnder } from '../../agreement/retention/retention.js'
import type { Retention } from '../../agreement/retention/retention.js'
import { knownSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import type { Decide } from '../../db/school/time/retime.js'

/**
 * The law as it stands for one school at one instant. `wholeReadAt` is the read that is being applied, if one is. The same facts give the
 * same answer, so it is computed once for all who share them: on a first night some fifty times instead of 1,500.
 */
export function decideFor(school: School, law: Law, at: Date, wholeReadAt = school.last_whole_read_at): Decide {
  const known: KnownSchool = { ...knownSchool(school), lastWholeReadAt: wholeReadAt }
  const decided = new Map<string, Retention>()
  return (person: KnownPerson) => {
    const facts = JSON.stringify(person)
    const retention = decided.get(facts) ?? retentionUnder(factsOfPerson(known, person, at), law)
    decided.set(facts, retention)
    return retention
  }
}
