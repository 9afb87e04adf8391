import { instantIn } from '../../translate/days.js'
import { isRemoved } from '../../translate/status.js'
import { badCell, cellIn, repeated } from '../table.js'
import type { TableRow } from '../table.js'

export type IdOf = (row: TableRow) => string

/** Rows by their ids. Two rows of one id in one file are two answers to one question. */
export function byId(rows: readonly TableRow[], idOf: IdOf): ReadonlyMap<string, TableRow> {
  const found = new Map<string, TableRow>()
  for (const row of rows) {
    const id = idOf(row)
    if (found.has(id)) throw repeated(row, 'sourcedId')
    found.set(id, row)
  }
  return found
}

/** The rows of a list after a file of changes: each change in the place of the row of its id, and whatever it does not name as it was. */
export function layOver(under: readonly TableRow[], changes: readonly TableRow[], idOf: IdOf): readonly TableRow[] {
  const rows = new Map(byId(under, idOf))
  for (const [id, change] of byId(changes, idOf)) rows.set(id, changed(change, rows.get(id)))
  return [...rows.values()]
}

function changed(change: TableRow, under: TableRow | undefined): TableRow {
  const status = (cellIn(change, 'status') ?? '').trim()
  const isGone = isRemoved({ at: change.at, row: { status } })
  // The standard demands one. Taken for active, what a provider fails to mark as gone would stay for ever.
  if (!isGone && status.toLowerCase() !== 'active')
    throw badCell(
      change,
      'status',
      status === '' ? 'missing' : 'unknown',
      'in a file of changes it is active or tobedeleted',
    )
  if (under && isOlder(change, under))
    throw badCell(
      change,
      'dateLastModified',
      'older_than_the_row_that_it_changes',
      'see that the packages are called by the days on which they were made',
    )
  return under && isGone ? completed(change, under) : change
}

/**
 * A stamp is not needed: which row is the later one, the packages' order says, and bulk files have none. But where both have one and it says the
 * opposite, either may be what is true now, and the wrong one would hide somebody or bring somebody back.
 */
function isOlder(change: TableRow, under: TableRow): boolean {
  const [at, before] = [change, under].map((row) =>
    instantIn({ at: row.at, row: { dateLastModified: cellIn(row, 'dateLastModified') } }, 'dateLastModified'),
  )
  return typeof at === 'string' && typeof before === 'string' && at < before
}

/**
 * Of what is gone some write no more than the id. Whose it was and in which school says the row before; without it a leaver would be of no
 * school, and so not stated but only absent. When it was removed the row before cannot say.
 */
function completed(change: TableRow, under: TableRow): TableRow {
  const cells = [...change.cells]
  for (const [name, index] of change.columns)
    if ((cells[index] ?? '').trim() === '' && name !== 'datelastmodified') cells[index] = cellIn(under, name) ?? ''
  return { ...change, cells }
}
