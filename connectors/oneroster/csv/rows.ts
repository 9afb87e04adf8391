import type { Block } from '../../block.js'
import { isRemoved } from '../translate/status.js'
import { cellIn } from './table.js'
import type { TableRow } from './table.js'

/** A row of a file as REST would have sent it, so that it is translated by the same hands. */
export type ToBlock = (row: TableRow) => Block

const common = (row: TableRow) => ({
  sourcedId: cellIn(row, 'sourcedId'),
  status: cellIn(row, 'status'),
  dateLastModified: cellIn(row, 'dateLastModified'),
})

export const orgBlock: ToBlock = (row) => ({
  at: row.at,
  row: { ...common(row), name: cellIn(row, 'name'), identifier: cellIn(row, 'identifier'), metadata: metadataIn(row) },
})

export const classBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    ...common(row),
    title: cellIn(row, 'title'),
    classType: cellIn(row, 'classType'),
    school: reference(cellIn(row, 'schoolSourcedId')),
  },
})

export const enrolmentBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    ...common(row),
    user: reference(cellIn(row, 'userSourcedId')),
    class: reference(cellIn(row, 'classSourcedId')),
    school: reference(cellIn(row, 'schoolSourcedId')),
    role: cellIn(row, 'role'),
    primary: cellIn(row, 'primary'),
    beginDate: cellIn(row, 'beginDate'),
    endDate: cellIn(row, 'endDate'),
  },
})

/** The row is the person's; version 1.0 called it by the user. */
export const birthBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    ...common(row),
    sourcedId: cellIn(row, 'sourcedId') ?? cellIn(row, 'userSourcedId'),
    birthDate: cellIn(row, 'birthDate'),
    sex: cellIn(row, 'sex'),
  },
})

export const roleBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    status: cellIn(row, 'status'),
    user: reference(cellIn(row, 'userSourcedId')),
    role: cellIn(row, 'role'),
    org: reference(cellIn(row, 'orgSourcedId')),
    beginDate: cellIn(row, 'beginDate'),
    endDate: cellIn(row, 'endDate'),
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
      orgs: listIn(cellIn(row, 'orgSourcedIds')).map((sourcedId) => ({ sourcedId })),
      // Somebody who is gone went with all their roles; of somebody who is there, one that is gone is none.
      roles: roles.filter((role) => isRemoved(account) || !isRemoved(role)).map((role) => role.row),
      metadata: metadataIn(row),
    },
  }
}

function reference(id: string | null): object | null {
  return id === null || id.trim() === '' ? null : { sourcedId: id.trim() }
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
