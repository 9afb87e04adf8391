import type { AcceptanceTable, GrantTable } from './acceptance.js'
import type { AgreementVersionTable } from './agreement-version.js'
import type { AspectTable } from './aspect.js'
import type { AuditHeadTable, AuditTable } from './audit.js'
import type { CertificateTable, SigningKeyTable } from './certificate.js'
import type { InForceTable } from './in-force.js'
import type { FindingTable } from './finding.js'
import type { InstructionTable } from './instruction.js'
import type { NoticeTable } from './notice.js'
import type { PrincipalSchoolTable, PrincipalTable } from './principal.js'
import type { RequestKeyTable } from './request-key.js'
import type { RunTable } from './run.js'
import type { ProvisionStepTable, SchoolDatabaseTable } from './school-database.js'
import type { SchoolTable } from './school.js'
import type { SourceBindingTable } from './source-binding.js'
import type { SourceTurnTable } from './source-turn.js'
import type { TerminationTable } from './termination.js'
import type { TimerAggregateTable } from './timer-aggregate.js'
import type { UnnamedAuditTable } from './unnamed-audit.js'

/** Nothing in it is about one pupil: no name, no number, no subject id, no date that can be tied to one. */
export interface ControlDatabase {
  school: SchoolTable
  agreement_version: AgreementVersionTable
  acceptance: AcceptanceTable
  item_grant: GrantTable
  in_force: InForceTable
  instruction: InstructionTable
  source_binding: SourceBindingTable
  source_turn: SourceTurnTable
  run: RunTable
  principal: PrincipalTable
  principal_school: PrincipalSchoolTable
  request_key: RequestKeyTable
  school_database: SchoolDatabaseTable
  provision_step: ProvisionStepTable
  signing_key: SigningKeyTable
  certificate: CertificateTable
  audit: AuditTable
  audit_head: AuditHeadTable
  notice: NoticeTable
  termination: TerminationTable
  timer_aggregate: TimerAggregateTable
  unnamed_audit: UnnamedAuditTable
  finding: FindingTable
  aspect: AspectTable
}
