import { defineSearchAttributeKey } from '@temporalio/common'
import type { SearchAttributePair } from '@temporalio/common'
import type { SchoolStatus } from '../activities/life/life.js'

const schoolId = defineSearchAttributeKey('SchoolId', 'KEYWORD')
const agreement = defineSearchAttributeKey('Agreement', 'KEYWORD')
const connector = defineSearchAttributeKey('Connector', 'KEYWORD')
const phase = defineSearchAttributeKey('Phase', 'KEYWORD')
const lastOutcome = defineSearchAttributeKey('LastOutcome', 'KEYWORD')
const nextSyncAt = defineSearchAttributeKey('NextSyncAt', 'DATETIME')
const needsAttention = defineSearchAttributeKey('NeedsAttention', 'BOOL')

/** By these an operator finds schools in Temporal's UI. Plain text there, so none of them says anything about a person. */
export const searchAttributeKeys = [schoolId, agreement, connector, phase, lastOutcome, nextSyncAt, needsAttention]

/** The search attributes that say how a school stands. */
export function searchAttributesOf(school: string, status: SchoolStatus): SearchAttributePair[] {
  return [
    { key: schoolId, value: school },
    { key: agreement, value: status.agreement },
    { key: connector, value: status.connector },
    { key: phase, value: status.phase },
    ...(status.lastOutcome === undefined ? [] : [{ key: lastOutcome, value: status.lastOutcome }]),
    ...(status.nextSyncAt === undefined ? [] : [{ key: nextSyncAt, value: new Date(status.nextSyncAt) }]),
    { key: needsAttention, value: status.needsAttention !== undefined },
  ]
}
