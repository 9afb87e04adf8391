import type { Block } from '../../block.js'
import { LONGEST_ID, text } from '../translate/block.js'
import { isNoDate } from '../translate/days.js'
import { isRemoved } from '../translate/status.js'
import { badCell, cellIn } from './table.js'
import type { TableRow } from './table.js'

/**
 * A row of a file as REST would have sent it, so that it is translated by the same hands. What they could not read stops here, where the cell
 * is known that is to blame.
 */
export type ToBlock = (row: TableRow) => Block

/** By what a row is told from the others of its file. */
export const ownId = (row: TableRow) => idIn(row, 'sourcedId')

/** The row is the person's; version 1.0 called it by the user. */
export const personId = (row: TableRow) => idIn(row, cellIn(row, 'sourcedId') === null ? 'userSourcedId' : 'sourcedId')

const common = (row: TableRow, sourcedId = ownId(row)) => ({
  sourcedId,
  status: cellIn(row, 'status'),
  dateLastModified: cellIn(row, 'dateLastModified'),
})

/** Districts and departments stand in the same file. */
export const isSchool = (org: Block) => (text(org, 'type') ?? '').toLowerCase() === 'school'

export const orgBlock: ToBlock = (row) => {
  const org = {
    at: row.at,
    row: {
      ...common(row),
      name: cellIn(row, 'name'),
      type: cellIn(row, 'type'),
      identifier: cellIn(row, 'identifier'),
      metadata: metadataIn(row),
    },
  }
  if (isSchool(org) && text(org, 'name') === null) throw badCell(row, 'name', 'missing')
  return org
}

export const classBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    ...common(row),
    title: cellIn(row, 'title'),
    classType: cellIn(row, 'classType'),
    school: reference(row, 'schoolSourcedId'),
  },
})

export const enrolmentBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    ...common(row),
    user: reference(row, 'userSourcedId'),
    class: reference(row, 'classSourcedId'),
    school: reference(row, 'schoolSourcedId'),
    role: cellIn(row, 'role'),
    primary: cellIn(row, 'primary'),
    beginDate: dayIn(row, 'beginDate'),
    endDate: dayIn(row, 'endDate'),
  },
})

export const birthBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    ...common(row, personId(row)),
    birthDate: dayIn(row, 'birthDate'),
    sex: cellIn(row, 'sex'),
  },
})

export const roleBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    status: cellIn(row, 'status'),
    user: reference(row, 'userSourcedId'),
    role: cellIn(row, 'role'),
    org: reference(row, 'orgSourcedId'),
    beginDate: dayIn(row, 'beginDate'),
    endDate: dayIn(row, 'endDate'),
  },
})

/** Passwords, agents and the rest are not even taken over. `roles` are those of a file of their own, in 1.2. */
export function userBlock(row: TableRow, roles: readonly Block[]): Block {
  const plain = ['enabledUser', 'role', 'givenName', 'familyName', 'middleName', 'identifier', 'email', 'sms', 'phone']
  const preferred = ['GivenName', 'FirstName', 'MiddleName', 'FamilyName', 'LastName'].map((name) => `preferred${name}`)
  const account = { at: row.at, row: common(row) }
  return {
    at: row.at,
    row: {
      ...account.row,
      ...Object.fromEntries([...plain, ...preferred].map((name) => [name, cellIn(row, name)])),
      userIds: userIdsIn(cellIn(row, 'userIds') ?? ''),
      grades: listIn(cellIn(row, 'grades')),
      orgs: listIn(cellIn(row, 'orgSourcedIds')).map((sourcedId) => ({
        sourcedId: shortId(row, 'orgSourcedIds', sourcedId),
      })),
      // Somebody who is gone went with all their roles; of somebody who is there, one that is gone is none.
      roles: roles.filter((role) => isRemoved(account) || !isRemoved(role)).map((role) => role.row),
      metadata: metadataIn(row),
    },
  }
}

function idIn(row: TableRow, name: string): string {
  const id = (cellIn(row, name) ?? '').trim()
  if (id === '') throw badCell(row, name, 'no_id')
  return shortId(row, name, id)
}

function reference(row: TableRow, name: string): object | null {
  const id = (cellIn(row, name) ?? '').trim()
  return id === '' ? null : { sourcedId: shortId(row, name, id) }
}

function shortId(row: TableRow, name: string, id: string): string {
  if (id.length > LONGEST_ID) throw badCell(row, name, 'too_long')
  return id
}

/** A day, as far as one is written. What is none is borne in a row that is gone: of that nobody reads it. */
function dayIn(row: TableRow, name: string): string | null {
  const written = cellIn(row, name)?.trim() ?? ''
  if (written === '') return null
  if (!isNoDate(written)) return written
  if (isRemoved({ at: row.at, row: { status: cellIn(row, 'status') } })) return null
  throw badCell(row, name, 'not_a_date')
}

function listIn(text: string | null): readonly string[] {
  return (text ?? '').split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
}

/** `{LDAP:u1},{UPN:…}`; some leave the braces out. */
function userIdsIn(text: string): readonly object[] {
  return listIn(text).flatMap((one) => {
    const [, type, identifier] = /^\{?([^:{}]*):([^{}]*)\}?$/.exec(one) ?? []
    return type === undefined ? [] : [{ type, identifier }]
  })
}

/** Columns beyond the standard's bear the name `metadata.…`. */
function metadataIn({ columns, cells }: TableRow): object {
  const prefix = 'metadata.'
  const found = [...columns].filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(found.map(([name, index]) => [name.slice(prefix.length), cells[index]]))
}
