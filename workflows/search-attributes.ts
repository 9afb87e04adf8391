import { defineSearchAttributeKey } from '@temporalio/common'
import type { SearchAttributePair, SearchAttributeUpdatePair } from '@temporalio/common'
import type { SchoolStatus } from '../activities/life/life.js'

const schoolId = defineSearchAttributeKey('SchoolId', 'KEYWORD')
const agreement = defineSearchAttributeKey('Agreement', 'KEYWORD')
const connector = defineSearchAttributeKey('Connector', 'KEYWORD')
const phase = defineSearchAttributeKey('Phase', 'KEYWORD')
const lastOutcome = defineSearchAttributeKey('LastOutcome', 'KEYWORD')
const nextSyncAt = defineSearchAttributeKey('NextSyncAt', 'DATETIME')
const nextDeadline = defineSearchAttributeKey('NextDeadline', 'DATETIME')
const needsAttention = defineSearchAttributeKey('NeedsAttention', 'BOOL')

/** By these an operator finds schools in Temporal's UI. Plain text there, so none of them says anything about a person. */
export const searchAttributeKeys = [
  schoolId,
  agreement,
  connector,
  phase,
  lastOutcome,
  nextSyncAt,
  nextDeadline,
  needsAttention,
]

/** The search attributes that say how a school stands when its lifecycle is started. */
export function searchAttributesOf(school: string, status: SchoolStatus): SearchAttributePair[] {
  return [
    { key: schoolId, value: school },
    { key: agreement, value: status.agreement },
    { key: connector, value: status.connector },
    { key: phase, value: status.phase },
    { key: needsAttention, value: status.needsAttention !== undefined || status.held !== undefined },
  ]
}

/** The same while it lives: what there is no more, as a deadline that was met, is taken away. */
export function searchAttributesNow(school: string, status: SchoolStatus): SearchAttributeUpdatePair[] {
  return [
    ...searchAttributesOf(school, status),
    { key: lastOutcome, value: status.lastOutcome ?? null },
    { key: nextSyncAt, value: instant(status.nextSyncAt) },
    { key: nextDeadline, value: instant(status.nextDeadline) },
  ]
}

const instant = (text: string | undefined) => (text === undefined ? null : new Date(text))
