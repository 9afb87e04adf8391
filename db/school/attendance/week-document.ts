import type { GatedMark } from '../../../pipeline/gate.js'
import type { WeekName } from '../../../pipeline/attendance/weeks.js'
import { open, seal } from '../../../vault/sealing.js'
import type { OpenKey } from '../../../vault/open-key.js'

/** A mark as it is kept: whose it is, the row says. */
export type KeptMark = readonly [date: string, session: GatedMark['session'], code: string]

/** A document belongs to its pupil and week: moved to another row it does not open. */
const about = ({ subject, year, week }: WeekName) => `attendance/${subject}/${year}/${week}`

/** Seals what passed the gate. There is no other way for marks to reach a row. */
export function sealWeek(key: OpenKey, name: WeekName, marks: readonly GatedMark[]): Buffer {
  const kept = marks.map(({ date, session, code }): KeptMark => [date, session, code])
  return seal(key, JSON.stringify(kept), about(name))
}

export function openWeek(key: OpenKey, name: WeekName, sealed: Buffer): readonly KeptMark[] {
  const marks: unknown = JSON.parse(open(key, sealed, about(name)).toString('utf8'))
  if (!isMarks(marks)) throw new TypeError('A document of ours does not hold marks.')
  return marks
}

/** What opens under its own key was sealed by us, from marks; there is no need to look at each again. */
function isMarks(value: unknown): value is readonly KeptMark[] {
  return Array.isArray(value)
}
