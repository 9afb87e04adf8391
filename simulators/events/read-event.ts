import { sessions } from '../model/attendance/mark-on.js'
import { dayOf } from '../model/calendar.js'
import { isRecord, textOf } from '../json.js'
import { lastDayOfLeavingAt, lastDayOfLeavingLate } from './change-pupil.js'
import { newcomerMisId } from './newcomer.js'
import { eventKinds } from './school-event.js'
import { isFieldValue, settingProblem } from './settable-fields.js'
import type { Day } from '../model/calendar.js'
import type { EventKind, FieldValue, SchoolEvent } from './school-event.js'

/** What an event is read against: the simulator's now, and who is known at the school. */
export interface EventContext {
  readonly now: string
  readonly joinedBefore: number
  readonly personOf: (misId: string) => 'pupil' | 'staff' | undefined
}

export interface EventProblem {
  readonly status: 400 | 404
  readonly sentence: string
}

export function isEventProblem(read: SchoolEvent | EventProblem): read is EventProblem {
  return 'sentence' in read
}

/** An event as a test sent it, or a sentence that says what is wrong with it. */
export function readEvent(sent: unknown, context: EventContext): SchoolEvent | EventProblem {
  if (!isRecord(sent)) return wrong('An event is an object with a field "do".')
  const kind = eventKinds.find((known) => known === sent['do'])
  if (!kind) return wrong(`An event does one of ${eventKinds.join(', ')}.`)
  const on = textOf(sent['on'])?.slice(0, 10)
  if (sent['on'] !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(on ?? '')) return wrong('"on" is a day, YYYY-MM-DD.')
  const today = dayOf(context.now)
  const base = { do: kind, at: context.now, on: on ?? usualDay(kind, today) }
  if (kind === 'leaveBackdated' && base.on >= today) return wrong('"leaveBackdated" takes an "on" that is past.')
  if (kind === 'changeMis') return readChangeOfMis(sent, { ...base, misId: '' })
  if (kind === 'join') return readJoin(sent, { ...base, misId: newcomerMisId(context.joinedBefore) })
  const misId = String(textOf(sent['misId']) ?? sent['misId'])
  const person = context.personOf(misId)
  if (!person) return { status: 404, sentence: 'Nobody at this school has that misId.' }
  return readRest(sent, kind, person, { ...base, misId })
}

function usualDay(kind: EventKind, today: Day): Day {
  if (kind === 'leave') return lastDayOfLeavingAt(today)
  return kind === 'leaveBackdated' ? lastDayOfLeavingLate(today) : today
}

function readJoin(sent: Readonly<Record<string, unknown>>, base: SchoolEvent): SchoolEvent | EventProblem {
  const given = Object.entries(sent).filter(([key]) => !['do', 'on', 'at', 'misId'].includes(key))
  const fields: Record<string, FieldValue> = {}
  for (const [key, value] of given) {
    const problem = settingProblem('pupil', key, value)
    if (problem !== undefined || !isFieldValue(value)) return wrong(problem ?? `The field ${key} cannot be read.`)
    fields[key] = value
  }
  return { ...base, fields }
}

function readChangeOfMis(sent: Readonly<Record<string, unknown>>, base: SchoolEvent): SchoolEvent | EventProblem {
  const numbers = sent['numbers']
  if (numbers === undefined) return base
  return numbers === 'reused' ? { ...base, numbers } : wrong('"numbers" of "changeMis" is "reused", or left out.')
}

function readRest(
  sent: Readonly<Record<string, unknown>>,
  kind: EventKind,
  person: 'pupil' | 'staff',
  base: SchoolEvent,
): SchoolEvent | EventProblem {
  if (kind === 'rename') {
    const surname = textOf(sent['surname'])
    return surname === undefined ? wrong('"rename" takes a "surname".') : { ...base, surname }
  }
  if (kind === 'set') {
    const field = textOf(sent['field']) ?? ''
    const value = sent['value'] ?? null
    const problem = settingProblem(person, field, value)
    if (problem !== undefined || !isFieldValue(value)) return wrong(problem ?? `The field ${field} cannot be read.`)
    return { ...base, field, value }
  }
  if (kind === 'mark') return readMark(sent, base)
  const from = textOf(sent['from'])
  const to = textOf(sent['to'])
  return { ...base, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

function readMark(sent: Readonly<Record<string, unknown>>, base: SchoolEvent): SchoolEvent | EventProblem {
  const session = sessions.find((known) => known === sent['session'])
  const code = textOf(sent['code'])
  if (!session || code === undefined || !/^\S{1,2}$/.test(code))
    return wrong('"mark" takes a "session", AM or PM, and a "code" of one or two signs.')
  return { ...base, session, code }
}

function wrong(sentence: string): EventProblem {
  return { status: 400, sentence }
}
