import { sql } from 'kysely'
import type { KnownPerson } from '../../../agreement/retention/known-person.js'
import type { Retention, RetentionDate } from '../../../agreement/retention/retention.js'
import type { TimerTable } from '../timer.js'
import { timersOf } from '../timer.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import { keepQuestions } from './keep-questions.js'
import { showOrHide } from './visibility.js'

/** What the rules of time say of one person: pure, and handed in, for the law is not the database's. */
export type Decide = (person: KnownPerson) => Retention

export interface Retiming {
  readonly decide: Decide
  readonly at: Date
  /** The run, or the instruction, that the feed's entries name. */
  readonly because: string
}

/**
 * Computes the dates of these people anew and writes where they differ: timers, from when somebody is hidden or has left with the feed's
 * entry about it, and what the school is to be asked. Called in the transaction that changed a fact, so that no fact stands without its
 * date. Answers how many timers changed.
 */
export async function retime(
  trx: SchoolTransaction,
  people: ReadonlyMap<string, KnownPerson>,
  retiming: Retiming,
): Promise<number> {
  if (people.size === 0) return 0
  const decided = new Map([...people].map(([subject, person]) => [subject, retiming.decide(person)]))
  const changed = await writeTimers(trx, decided)
  await showOrHide(trx, decided, people, retiming)
  await keepQuestions(trx, decided, retiming.at)
  return changed
}

async function writeTimers(trx: SchoolTransaction, decided: ReadonlyMap<string, Retention>): Promise<number> {
  const wanted = new Map<string, NewTimer>()
  for (const [subject, retention] of decided)
    for (const date of retention.dates.filter(isOfThePerson)) {
      const timer = timerOf(subject, date, retention)
      wanted.set(nameOf(timer), timer)
    }
  const held = await timersOf(trx.db, [...decided.keys()])
  const gone = new Map<string, string>()
  for (const timer of held) {
    const now = wanted.get(nameOf(timer))
    if (now && same(now, timer)) wanted.delete(nameOf(timer))
    else gone.set(nameOf(timer), timer.id)
  }
  if (gone.size > 0) await sql`delete from timer where id = any(${[...gone.values()]}::uuid[])`.execute(trx.db)
  await trx.copy('timer', columns, [...wanted.values()].map(rowOf))
  return new Set([...gone.keys(), ...wanted.keys()]).size
}

type NewTimer = Omit<TimerTable, 'id'>

/** A contract's end and a school year's are one date for everybody: the school's, kept once (docs/decisions/0011). */
const isOfThePerson = ({ rule }: RetentionDate) => rule !== 'contractEnd' && rule !== 'attendanceYear'

function timerOf(subject: string, date: RetentionDate, { state }: Retention): NewTimer {
  return {
    subject_id: subject,
    rule: date.rule,
    item: date.item ?? null,
    due_on: date.dueOn ?? null,
    due_at: new Date(date.dueAt),
    erase_at: new Date(date.eraseAt),
    begins_at: new Date(date.begins),
    planned: date.planned,
    state: state === 'stayed' ? 'stayed' : 'waiting',
    fact_what: date.fact.what,
    fact_date: date.fact.date,
  }
}

const columns = [
  'subject_id', 'rule', 'item', 'due_on', 'due_at', 'erase_at', 'begins_at', 'planned', 'state', 'fact_what', 'fact_date',
] as const // prettier-ignore

const rowOf = (timer: NewTimer): CopyRow => [
  timer.subject_id,
  timer.rule,
  timer.item,
  timer.due_on,
  timer.due_at,
  timer.erase_at,
  timer.begins_at,
  String(timer.planned),
  timer.state,
  timer.fact_what,
  timer.fact_date,
]

const nameOf = ({ subject_id, rule, item }: NewTimer) => `${subject_id} ${rule} ${item ?? ''}`
const same = (a: NewTimer, b: NewTimer) => columns.every((column) => String(a[column]) === String(b[column]))
