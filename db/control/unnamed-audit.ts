import type { Generated } from 'kysely'

/**
 * Un-named pupil information (R18, domain sheet B4): that something was done, on which rule, to somebody of which kind. No attribute of a
 * pupil and no key of one, so that no row tells of anybody. Each goes by itself, by the end of the day 60 months after its event.
 */
export interface UnnamedAuditTable {
  id: Generated<number>
  school_id: string
  happened_on: string
  action: 'erased'
  kind: 'pupil' | 'staff'
  rule: string
  /** The act, not a person: one erasure takes many. */
  erasure: string
  gone_by: string
}
