import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isRecord, listOf, numberOf, textOf, textsOf } from '../json.js'
import { eventKinds } from '../events/school-event.js'
import { isFieldValue } from '../events/settable-fields.js'
import { isProfile } from '../model/profiles.js'
import type { FieldValue, SchoolEvent } from '../events/school-event.js'
import type { SchoolSpec } from '../model/school-plan.js'

export interface SavedSchool {
  readonly id: string
  readonly name: string
  readonly spec: SchoolSpec
  readonly events: readonly SchoolEvent[]
  readonly denied: readonly string[]
}

/** What outlives a restart. `now` only where somebody set the clock. */
export interface SavedState {
  readonly now: string | null
  readonly schools: readonly SavedSchool[]
}

export function loadState(file: string): SavedState {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return { now: null, schools: [] }
  }
  const saved: unknown = JSON.parse(text)
  if (!isRecord(saved)) throw new Error(`${file} is not a simulator's state; remove it or name another file.`)
  return {
    now: textOf(saved['now']) ?? null,
    schools: listOf(saved['schools']).flatMap((one) => savedSchool(one) ?? []),
  }
}

/** Written beside and moved over, so that a kill in the middle leaves the old state whole. */
export function saveState(file: string, state: SavedState): void {
  const beside = `${file}.${process.pid}.new`
  writeFileSync(beside, JSON.stringify(state))
  renameSync(beside, file)
}

function savedSchool(saved: unknown): SavedSchool | undefined {
  if (!isRecord(saved) || !isRecord(saved['spec'])) return undefined
  const { seed, profile, pupils } = saved['spec']
  const id = textOf(saved['id'])
  if (id === undefined || !isProfile(profile) || (typeof seed !== 'string' && typeof seed !== 'number'))
    return undefined
  return {
    id,
    name: textOf(saved['name']) ?? id,
    spec: { seed, profile, pupils: numberOf(pupils) ?? 300 },
    events: listOf(saved['events']).flatMap((one) => savedEvent(one) ?? []),
    denied: textsOf(saved['denied']) ?? [],
  }
}

function savedEvent(saved: unknown): SchoolEvent | undefined {
  if (!isRecord(saved)) return undefined
  const kind = eventKinds.find((known) => known === saved['do'])
  const [misId, on, at] = [textOf(saved['misId']), textOf(saved['on']), textOf(saved['at'])]
  if (!kind || misId === undefined || on === undefined || at === undefined) return undefined
  const texts = ['surname', 'from', 'to', 'field', 'session', 'code', 'numbers'].flatMap((key) => {
    const text = textOf(saved[key])
    return text === undefined ? [] : [[key, text] as const]
  })
  const value = saved['value']
  return {
    do: kind,
    misId,
    on,
    at,
    ...Object.fromEntries(texts),
    ...(isFieldValue(value) ? { value } : {}),
    ...(isRecord(saved['fields']) ? { fields: fieldValues(saved['fields']) } : {}),
  }
}

function fieldValues(saved: Readonly<Record<string, unknown>>): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {}
  for (const [key, value] of Object.entries(saved)) if (isFieldValue(value)) fields[key] = value
  return fields
}
