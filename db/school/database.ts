import type { AttendanceTable } from './attendance/attendance.js'
import type { AcknowledgementTable, ChangeTable } from './change.js'
import type { FactTable } from './fact.js'
import type { MembershipTable } from './membership.js'
import type { QuestionTable } from './question.js'
import type { PartTable } from './parts/part.js'
import type { RecordTable } from './record.js'
import type { RejectionTable } from './rejection.js'
import type { ErasureLineTable } from './erasure-line.js'
import type { ItemLineTable } from './item-line.js'
import type { StayTable } from './stay.js'
import type { IdentityTable, SubjectTable } from './subject.js'
import type { TimerTable } from './timer.js'
import type { TombstoneTable } from './tombstone.js'
import type { UploadTable } from './upload.js'

/** One school's own database. Everything that could name or describe a person is sealed or a keyed hash. */
export interface SchoolDatabase {
  subject: SubjectTable
  identity: IdentityTable
  record: RecordTable
  membership: MembershipTable
  attendance: AttendanceTable
  part: PartTable
  fact: FactTable
  change: ChangeTable
  acknowledgement: AcknowledgementTable
  timer: TimerTable
  stay: StayTable
  question: QuestionTable
  tombstone: TombstoneTable
  erasure_line: ErasureLineTable
  item_line: ItemLineTable
  upload: UploadTable
  rejection: RejectionTable
}
