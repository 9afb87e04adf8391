/** A day as `YYYY-MM-DD`; such days compare as text. */
export type Day = string

const DAY_MS = 86_400_000

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' })

/** Days by their number since 1970. A school's life knows some twenty thousand, and printing one anew is dear. */
const printed = new Map<number, Day>()

export function addDays(day: Day, days: number): Day {
  const number = Math.round(Date.parse(day) / DAY_MS) + days
  const known = printed.get(number) ?? new Date(number * DAY_MS).toISOString().slice(0, 10)
  printed.set(number, known)
  return known
}

/** The day on which an instant falls at the school. */
export function dayOf(instant: string): Day {
  return london.format(new Date(instant))
}

/** The school year a day belongs to, by the year it began in: 31 August 2026 is in 2025, 1 September in 2026. */
export function schoolYearOf(day: Day): number {
  const year = Number(day.slice(0, 4))
  return day.slice(5) >= '09-01' ? year : year - 1
}

export function firstDay(schoolYear: number): Day {
  return `${schoolYear}-09-01`
}

export function lastDay(schoolYear: number): Day {
  return `${schoolYear + 1}-08-31`
}

/** The last Friday in June, when compulsory school age ends and most of Year 11 leave. */
export function lastFridayInJune(year: number): Day {
  const end = new Date(Date.UTC(year, 5, 30))
  return addDays(end.toISOString().slice(0, 10), -((end.getUTCDay() + 2) % 7))
}
