import { describe, expect, test } from 'vitest'

import { checkRows, packageFacts } from '../../../../connectors/oneroster/csv/package.js'
import { faultOf, opened, whole } from '../support/package.js'
import type { Change } from '../support/package.js'

const replaced = (file: string, from: string, to: string): Change => {
  const text = whole[file] ?? ''
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
  return { [file]: text.replace(from, to) }
}

describe('a package', () => {
  test('says of which version it is and which schools are in it, districts left out', () => {
    const school = { ref: 'o1', name: 'Quillhaven', urn: '123456', laCode: null, establishmentNumber: null }
    expect(packageFacts(opened())).toEqual({ version: '1.2', schools: [school] })
    const older = replaced('manifest.csv', ',1.2', ',1.1.1')
    const users = 'sourcedId,orgSourcedIds,role,givenName,familyName\nu1,o1,student,Ada,Secret\n'
    expect(packageFacts(opened({ ...older, 'roles.csv': null, 'users.csv': users })).version).toBe('1.1')
  })

  test('of which nothing is wrong is read to its last row', () => {
    expect(() => checkRows(opened())).not.toThrow()
  })

  test.for<[string, Change, string]>([
    ['no manifest', { 'manifest.csv': null }, 'manifest.csv: not_in_the_package'],
    ['no version', replaced('manifest.csv', 'oneroster.version', 'version'), 'manifest.csv: no_oneroster_version'],
    [
      'a version of the future',
      replaced('manifest.csv', ',1.2', ',2.0'),
      'manifest.csv line 3 column 2 (value): unknown_version, only 1.1 and 1.2 can be read',
    ],
    [
      'a file of changes',
      replaced('manifest.csv', 'file.users,bulk', 'file.users,delta'),
      'manifest.csv line 4 column 2 (value): delta, changes can only be read over a whole package: send one in which every file is bulk',
    ],
    ['no file of users', { 'users.csv': null }, 'users.csv: not_in_the_package'],
    [
      'a header without a column',
      replaced('users.csv', 'familyName', 'surname'),
      'users.csv line 1 (familyName): missing_column',
    ],
    ['roles nowhere', { 'roles.csv': null }, 'users.csv line 1 (role): missing_column'],
    ['no school', replaced('orgs.csv', ',school,', ',local,'), 'orgs.csv (type): no_school'],
    ['a school without a name', replaced('orgs.csv', 'Quillhaven', ' '), 'orgs.csv line 3 column 4 (name): missing'],
  ])('with %s is refused before a row of anybody is read', ([, change, message]) => {
    expect(faultOf(() => packageFacts(opened(change))).message).toBe(message)
  })
})

describe('a row', () => {
  const long = 'x'.repeat(4_001)
  test.for<[string, Change, string, string]>([
    [
      'with a date that is none',
      replaced('enrollments.csv', '2026-09-01', '01/09/2026'),
      'SourceChangedShape',
      'enrollments.csv line 2 column 6 (beginDate): not_a_date',
    ],
    [
      'of roles with a date that is none',
      replaced('roles.csv', '2026-09-01', 'Secret'),
      'SourceChangedShape',
      'roles.csv line 2 column 6 (beginDate): not_a_date',
    ],
    [
      'with a birthday that is none, behind a cell of two lines',
      replaced('demographics.csv', 'u1,2015-01-01,female', 'u2,,"fe\nmale"\nu1,2015-13-01,female'),
      'SourceChangedShape',
      'demographics.csv line 4 column 2 (birthDate): not_a_date',
    ],
    [
      'without an id',
      replaced('users.csv', 'u2,', ' ,'),
      'SourceChangedShape',
      'users.csv line 4 column 1 (sourcedId): no_id',
    ],
    [
      'with an id that an earlier one has',
      replaced('users.csv', 'u3,', 'u2 ,'),
      'SourceIncomplete',
      'users.csv line 5 column 1 (sourcedId): as_in_an_earlier_row',
    ],
    [
      'with an id longer than any',
      replaced('enrollments.csv', ',u2,', `,${'u'.repeat(256)},`),
      'SourceChangedShape',
      'enrollments.csv line 3 column 4 (userSourcedId): too_long',
    ],
    [
      'with a cell longer than any',
      replaced('users.csv', 'Ben', long),
      'SourceChangedShape',
      'users.csv line 4 column 4 (givenName): too_long',
    ],
    [
      'that ends too early',
      replaced('users.csv', 'u3,,true,Cyd,Secret,', 'u3,,true,Cyd'),
      'SourceIncomplete',
      'users.csv line 5 column 5: fewer_cells_than_columns',
    ],
  ])('%s is refused by file, line and column, without what stands there', ([, change, type, message]) => {
    const failure = faultOf(() => checkRows(opened(change)))
    expect([failure.type, failure.message]).toEqual([type, message])
    expect(JSON.stringify([failure, failure.fault])).not.toMatch(/Secret|2015|xxx|uuu/)
  })

  test('that is gone may say what it likes of its days', () => {
    const change = replaced('enrollments.csv', 'e1,,c1,u1,student,2026-09-01,', 'e1,tobedeleted,c1,u1,student,soon,')
    expect(() => checkRows(opened(change))).not.toThrow()
  })
})
