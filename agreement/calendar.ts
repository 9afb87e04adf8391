import { Temporal as Calendar } from 'temporal-polyfill'

/** A time of the clock on a school's wall. */
export interface Slot {
  readonly hour: number
  readonly minute: number
}

// Where every rule's days begin and end (requirements.md §4, 1), wherever the machine stands.
const zone = 'Europe/London'

// 20:00–00:59, then 02:00–05:59. In between, 01:00–01:59 happens twice in October and never in March.
const eveningStart = 20 * 60
const eveningMinutes = 5 * 60
const morningStart = 2 * 60
const morningMinutes = 4 * 60
const minutesOfDay = 24 * 60

/** The London day, `YYYY-MM-DD`, on which an instant falls. */
export function londonDay(instant: Date | string): string {
  return inLondon(instant).toPlainDate().toString()
}

/** The first instant of a London day. */
export function startOfLondonDay(day: string): Date {
  return new Date(Calendar.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds)
}

/**
 * The minute of the night at which a school is synchronised: always the same for the same school, and spread over all schools,
 * so that neither a source nor we are asked by everybody at once.
 */
export function nightlySlot(schoolId: string): Slot {
  const turn = fnv1a(schoolId) % (eveningMinutes + morningMinutes)
  const minute = turn < eveningMinutes ? eveningStart + turn : morningStart + (turn - eveningMinutes)
  return { hour: Math.floor((minute % minutesOfDay) / 60), minute: minute % 60 }
}

/** The next instant, strictly after the given one, at which a school's slot comes round. */
export function nextNightly(schoolId: string, after: Date): Date {
  const today = inLondon(after).toPlainDate()
  const tonight = slotOn(today, nightlySlot(schoolId))
  return tonight > after ? tonight : slotOn(today.add({ days: 1 }), nightlySlot(schoolId))
}

/**
 * The date that names a night's run, given the instant of its slot: a slot comes once on every London day, so its day names it alone.
 * To be asked of the slot and not of the moment the run got going, which may lie on the other side of midnight.
 */
export function nightOf(slot: Date | string): string {
  return londonDay(slot)
}

function slotOn(day: Calendar.PlainDate, { hour, minute }: Slot): Date {
  const plainTime = new Calendar.PlainTime(hour, minute)
  return new Date(day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds)
}

function inLondon(instant: Date | string): Calendar.ZonedDateTime {
  const text = typeof instant === 'string' ? instant : instant.toISOString()
  return Calendar.Instant.from(text).toZonedDateTimeISO(zone)
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo): a hash that is the same on every machine and needs nothing of Node's. */
function fnv1a(text: string): number {
  const bytes = new TextEncoder().encode(text)
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5)
}
