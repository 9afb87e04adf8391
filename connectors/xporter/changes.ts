import { createHash } from 'node:crypto'
import { z } from 'zod'

import type { ItemCode } from '../../agreement/items.js'
import { isStatus } from '../http/failures.js'
import type { ListEnd } from '../source.js'
import type { ChangedRecord, ChangedWalk, ChangeWalk } from '../source-changes.js'
import type { Datasets } from './payloads.js'
import { groupsRequest, peopleRequest } from './requests.js'
import type { ListRequest } from './requests.js'
import { text } from './translate/row.js'
import type { Row } from './translate/row.js'
import { translatePerson } from './translate/translate-person.js'
import type { PersonKind } from './translate/translate-person.js'

type Endpoint = 'Groups' | 'Staff' | 'Students'

const markSchema = z.strictObject({
  /** Of the questions: a snapshot answers the same question only. */
  asked: z.string(),
  snapshots: z.partialRecord(z.enum(['Groups', 'Staff', 'Students']), z.string()),
})
type Mark = z.infer<typeof markSchema>

const datasets: Readonly<Record<Endpoint, readonly string[]>> = {
  Groups: ['Group', 'StudentMembers', 'StaffMembers'],
  Staff: ['Staff'],
  Students: ['Students'],
}
const kinds = { Groups: 'group', Staff: 'staff', Students: 'pupil' } as const

/** The same question for what changed since a snapshot; with `*` for everything, and for the name of a snapshot to ask from another night. */
export function changedRows({ endpoint, query }: ListRequest, since = '*'): ListRequest {
  return { endpoint, query: { ...query, changedRows: since } }
}

/** Remembers the snapshots that whole reads were given. */
export interface MarkBook {
  readonly see: (question: ListRequest, answer: Datasets) => void
  readonly mark: () => string | null
}

export function markBook(): MarkBook {
  const questions = new Map<string, ListRequest>()
  const snapshots: Mark['snapshots'] = {}
  return {
    see: (question, answer) => {
      questions.set(question.endpoint, question)
      const next = snapshotIn(answer)?.next
      if (next !== undefined && isEndpoint(question.endpoint)) snapshots[question.endpoint] = next
    },
    mark: () =>
      questions.size === 0 || Object.keys(snapshots).length < questions.size
        ? null
        : JSON.stringify({ asked: hashOf([...questions.values()]), snapshots } satisfies Mark),
  }
}

export interface ChangesToRead {
  readonly walk: (question: ListRequest) => AsyncGenerator<Datasets, ListEnd, void>
  readonly wanted: ReadonlySet<ItemCode>
  readonly asked: ReadonlySet<ItemCode>
}

/**
 * The rows of people that differ from the snapshots of the mark. The source compares whole datasets, so an empty answer about groups and
 * their members shows that they are as they were. Where a row is gone, or a group or a member changed, or a snapshot is not known any more,
 * nothing is said: then everybody is read.
 */
export async function* readChanges(mark: string, { walk, wanted, asked }: ChangesToRead): ChangeWalk {
  const before = readMark(mark)
  const questions = questionsOf(wanted, asked)
  if (before?.asked !== hashOf(questions)) return null
  const snapshots = { ...before.snapshots }
  const walks: ChangedWalk[] = []
  for (const question of questions) {
    const { endpoint } = question
    const since = isEndpoint(endpoint) ? before.snapshots[endpoint] : undefined
    if (!isEndpoint(endpoint) || since === undefined) return null
    const kind = kinds[endpoint]
    const pages = walk(changedRows(question, since))
    let records = 0
    let step = await unlessForgotten(pages.next(), endpoint)
    while (step && !step.done) {
      const said = snapshotIn(step.value)
      if (said?.requested !== since || isStructural(endpoint, step.value)) return null
      snapshots[endpoint] = said.next
      const rows = kind === 'group' ? [] : step.value.rows(endpoint).map((row) => changedRecord(kind, row, asked))
      records += rows.length
      yield rows
      step = await pages.next()
    }
    if (!step) return null
    if (kind !== 'group') walks.push({ kind, pages: step.value.pages, records, ended: step.value.ended })
  }
  return { walks, mark: JSON.stringify({ asked: before.asked, snapshots } satisfies Mark) }
}

function questionsOf(wanted: ReadonlySet<ItemCode>, asked: ReadonlySet<ItemCode>): readonly ListRequest[] {
  const staff = [...wanted].some((code) => code.startsWith('staff.')) ? [peopleRequest('staff', asked)] : []
  return [groupsRequest(asked) ?? [], staff, peopleRequest('pupil', asked)].flat()
}

function changedRecord(kind: PersonKind, row: Row, asked: ReadonlySet<ItemCode>): ChangedRecord {
  const { memberships: _, ...record } = translatePerson(kind, row, asked, [])
  return record
}

/** A snapshot is kept for nobody says how long; one that is not there is no failure of the source. */
async function unlessForgotten<T>(first: Promise<T>, endpoint: string): Promise<T | null> {
  try {
    return await first
  } catch (failure) {
    if ([400, 404, 410].some((status) => isStatus(failure, status, endpoint))) return null
    throw failure
  }
}

function isStructural(endpoint: Endpoint, { rows }: Datasets): boolean {
  const gone = datasets[endpoint].some((name) => rows(`${name}_deleted`).length > 0)
  return gone || (endpoint === 'Groups' && datasets.Groups.some((name) => rows(name).length > 0))
}

/** Which snapshot an answer is compared with, and the one to ask from next. */
function snapshotIn({ rows }: Datasets): { readonly requested: string; readonly next: string } | null {
  const [row] = rows('__changedRows__')
  const [requested, next] = row ? [text(row, 'RequestedChangedRows'), text(row, 'NextChangedRows')] : []
  return requested && next ? { requested, next } : null
}

/** What we wrote ourselves; a form of an earlier release is no mark. */
function readMark(mark: string): Mark | null {
  const read = markSchema.safeParse(JSON.parse(mark))
  return read.success ? read.data : null
}

function isEndpoint(endpoint: string): endpoint is Endpoint {
  return endpoint in datasets
}

function hashOf(questions: readonly ListRequest[]): string {
  const sorted = [...questions].sort((a, b) => (a.endpoint < b.endpoint ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex')
}
