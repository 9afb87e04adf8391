import type { GatedMark } from '../../../pipeline/gate.js'
import type { WeekName } from '../../../pipeline/attendance/weeks.js'
import type { Keyring } from '../../../vault/keyring/keyring.js'
import { open, seal, sealedUnder } from '../../../vault/sealing.js'
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

function openWeek(key: OpenKey, name: WeekName, sealed: Buffer): readonly KeptMark[] {
  const marks: unknown = JSON.parse(open(key, sealed, about(name)).toString('utf8'))
  if (!isMarks(marks)) throw new TypeError('A document of ours does not hold marks.')
  return marks
}

/** Opens rows of weeks. One whose key is gone was erased since its row was read, and is left out. */
export async function openWeeks<Row extends WeekName & { readonly sealed: Buffer }>(
  keyring: Pick<Keyring, 'openKeys'>,
  school: string,
  rows: readonly Row[],
): Promise<readonly { readonly row: Row; readonly marks: readonly KeptMark[] }[]> {
  const keys = await keyring.openKeys(school, [...new Set(rows.map(({ sealed }) => sealedUnder(sealed)))])
  return rows.flatMap((row) => {
    const key = keys.get(sealedUnder(row.sealed))
    return key ? [{ row, marks: openWeek(key, row, row.sealed) }] : []
  })
}

/** What opens under its own key was sealed by us, from marks; there is no need to look at each again. */
function isMarks(value: unknown): value is readonly KeptMark[] {
  return Array.isArray(value)
}
