import type { Block } from '../translate/block.js'
import { isRemoved } from '../translate/status.js'
import type { TableRow } from './table.js'

/** A row of a file as REST would have sent it, so that it is translated by the same hands. */
export type ToBlock = (row: TableRow) => Block

const cell = ({ cells }: TableRow, name: string) => cells.get(name.toLowerCase()) ?? null

const common = (row: TableRow) => ({
  sourcedId: cell(row, 'sourcedId'),
  status: cell(row, 'status'),
  dateLastModified: cell(row, 'dateLastModified'),
})

export const orgBlock: ToBlock = (row) => ({
  at: row.at,
  row: { ...common(row), name: cell(row, 'name'), identifier: cell(row, 'identifier'), metadata: metadataIn(row) },
})

export const classBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    ...common(row),
    title: cell(row, 'title'),
    classType: cell(row, 'classType'),
    school: reference(cell(row, 'schoolSourcedId')),
  },
})

export const enrolmentBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    ...common(row),
    user: reference(cell(row, 'userSourcedId')),
    class: reference(cell(row, 'classSourcedId')),
    school: reference(cell(row, 'schoolSourcedId')),
    role: cell(row, 'role'),
    primary: cell(row, 'primary'),
    beginDate: cell(row, 'beginDate'),
    endDate: cell(row, 'endDate'),
  },
})

/** The row is the person's; version 1.0 called it by the user. */
export const birthBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    ...common(row),
    sourcedId: cell(row, 'sourcedId') ?? cell(row, 'userSourcedId'),
    birthDate: cell(row, 'birthDate'),
    sex: cell(row, 'sex'),
  },
})

export const roleBlock: ToBlock = (row) => ({
  at: row.at,
  row: {
    status: cell(row, 'status'),
    user: reference(cell(row, 'userSourcedId')),
    role: cell(row, 'role'),
    org: reference(cell(row, 'orgSourcedId')),
    beginDate: cell(row, 'beginDate'),
    endDate: cell(row, 'endDate'),
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
      ...Object.fromEntries([...plain, ...preferred].map((name) => [name, cell(row, name)])),
      userIds: userIdsIn(cell(row, 'userIds') ?? ''),
      grades: listIn(cell(row, 'grades')),
      orgs: listIn(cell(row, 'orgSourcedIds')).map((sourcedId) => ({ sourcedId })),
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
function metadataIn({ cells }: TableRow): object {
  const prefix = 'metadata.'
  const found = [...cells].filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]))
}
