import type { AcknowledgementTable, ChangeTable } from './change.js'
import type { FactTable } from './fact.js'
import type { MembershipTable } from './membership.js'
import type { RecordTable } from './record.js'
import type { IdentityTable, SubjectTable } from './subject.js'

/** One school's own database. Everything that could name or describe a person is sealed or a keyed hash. */
export interface SchoolDatabase {
  subject: SubjectTable
  identity: IdentityTable
  record: RecordTable
  membership: MembershipTable
  fact: FactTable
  change: ChangeTable
  acknowledgement: AcknowledgementTable
}
