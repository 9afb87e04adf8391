import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Block } from '../../../../connectors/block.js'
import type { FileFailure } from '../../../../connectors/oneroster/csv/fault.js'
import { isWhole } from '../../../../connectors/oneroster/csv/packages/layers.js'
import { checkRows } from '../../../../connectors/oneroster/csv/package.js'
import type { Package, Packages } from '../../../../connectors/oneroster/csv/packages/open-package.js'
import { rosterFiles } from '../../../../connectors/oneroster/csv/roster-files.js'
import { isRemoved } from '../../../../connectors/oneroster/translate/status.js'
import { changesOf, faultOf, manifestOf, packageOf, whole } from '../support/package.js'

const lists = ['orgs', 'classes', 'enrollments', 'users', 'roles', 'demographics'] as const
const allBulk = Object.fromEntries(lists.map((list) => [list, 'bulk']))
const first = packageOf({ ...whole, 'manifest.csv': manifestOf(allBulk) }, '2026-09-01')

/** The whole package, and over it one or more of changes, a day each. */
const over = (...changes: readonly Readonly<Record<string, string>>[]): Packages => [
  first,
  ...changes.map((files, index) => changesOf(files, `2026-09-0${index + 2}`)),
]
const users = (...rows: readonly string[]) => ({
  users: ['sourcedId,status,dateLastModified,enabledUser,givenName,familyName,grades', ...rows].join('\n'),
})
const STAMP = '2026-09-02T02:00:00.000Z'
const byId = (blocks: readonly Block[] | null): Readonly<Record<string, Block['row']>> =>
  Object.fromEntries((blocks ?? []).map(({ row, at }) => [String(row['sourcedId']), { ...row, at }]))
const statusesOf = (blocks: readonly Block[]) => blocks.map(({ row }) => row['status'])
const failureOf = (packages: Packages): FileFailure => faultOf(() => checkRows(packages))

describe('what changed, laid over a whole package', () => {
  test('takes the place of rows of its id, adds those that are new, and leaves all others as they were', () => {
    const before = byId(rosterFiles([first]).users())
    const after = byId(
      rosterFiles(
        over(users(`u2,active,${STAMP},true,Benno,Secret,08`), users(`u4,active,${STAMP},true,Dot,Secret,07`)),
      ).users(),
    )
    expect(Object.keys(after)).toEqual(['u1', 'u2', 'u3', 'u4'])
    expect(after).toMatchObject({
      u1: before['u1'],
      u2: { givenName: 'Benno', grades: ['08'], roles: [{ role: 'student' }], at: '2026-09-02/users.csv line 2' },
      u3: before['u3'],
      u4: { givenName: 'Dot', roles: [], at: '2026-09-03/users.csv line 2' },
    })
  })

  test('that somebody is gone stays said, with the part that he had, be it no more than an id and a word', () => {
    const bare = { roles: 'sourcedId,status,userSourcedId,role,orgSourcedId\nr2,tobedeleted,,,\n' }
    const after = byId(rosterFiles(over({ ...users('u2,tobedeleted,,,,,'), ...bare })).users())
    expect(after['u2']).toMatchObject({ status: 'tobedeleted', roles: [{ role: 'student', org: { sourcedId: 'o1' } }] })
    // When it was removed nobody said.
    expect(after['u2']?.['dateLastModified']).toBe('')
    expect(after['u1']).toMatchObject({ status: '', givenName: 'Ada\nMay' })
  })

  test('brings back who was gone, and removes who was new', () => {
    const packages = over(
      users('u2,tobedeleted,,,,,', `u4,active,${STAMP},true,Dot,Secret,07`),
      users('u2,active,,true,Ben,Secret,07', 'u4,inactive,,,,,', 'never,tobedeleted,,,,,'),
    )
    expect(statusesOf(rosterFiles(packages).users())).toEqual(['', 'active', '', 'inactive', 'tobedeleted'])
  })

  test('finds roles by their own ids, and births by the person’s, as version 1.0 called it too', () => {
    const roles = 'sourcedId,status,userSourcedId,role,orgSourcedId\nr2,active,u2,teacher,o1\n'
    const births = 'userSourcedId,status,birthdate,sex\nu1,active,2015-02-02,female\nu2,active,2015-03-03,male\n'
    const after = rosterFiles(over({ roles, demographics: births }))
    expect(byId(after.users())['u2']?.['roles']).toMatchObject([{ role: 'teacher' }])
    expect(byId(after.demographics())).toMatchObject({
      u1: { birthDate: '2015-02-02' },
      u2: { birthDate: '2015-03-03' },
    })
  })

  test('gives way to a later file that is whole, as all before it does', () => {
    const mixed = packageOf(
      {
        'manifest.csv': manifestOf({ users: 'bulk', enrollments: 'delta' }),
        'users.csv': 'sourcedId,givenName,familyName\nu3,Cyd,Secret\n',
        'enrollments.csv': 'sourcedId,status,classSourcedId,userSourcedId,role\ne1,tobedeleted,,,\n',
      },
      '2026-09-03',
    )
    const after = rosterFiles([...over(users(`u2,active,${STAMP},true,Benno,Secret,08`)), mixed])
    expect(Object.keys(byId(after.users()))).toEqual(['u3'])
    expect(statusesOf(after.enrollments())).toEqual(['tobedeleted', '', ''])
  })
})

test('wherever a history is cut into a whole package and changes, the same people are there, and whoever went since is said to be gone', () => {
  const day = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('Ada', 'Ben', null), { maxKeys: 3 })
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 6 }), fc.nat(5), (days, at) => {
      const cut = Math.min(at, days.length - 1)
      const held = (until: number) => days.slice(0, until).reduce((so, changes) => ({ ...so, ...changes }), {})
      const present = (until: number) => Object.entries(held(until)).filter(([, name]) => name)
      const base = ['sourcedId,givenName,familyName', ...present(cut + 1).map(([id, name]) => `${id},${name},Secret`)]
      const whole = packageOf({ 'manifest.csv': manifestOf({ users: 'bulk', roles: 'bulk' }), 'users.csv': base.join('\n'), 'roles.csv': 'userSourcedId,role,orgSourcedId\n' }, null) // prettier-ignore
      const later = days.slice(cut + 1).map((changes) => {
        const row = ([id, name]: readonly [string, string | null]) => (name ? `${id},active,,,${name},Secret,` : `${id},tobedeleted,,,,,`) // prettier-ignore
        return changesOf(users(...Object.entries(changes).map(row)), null)
      })
      const read = rosterFiles([whole, ...later]).users()
      const here = read.filter((block) => !isRemoved(block)).map(({ row }) => [row['sourcedId'], row['givenName']])
      expect(here.sort()).toEqual(present(days.length).sort())
      const gone = new Set(read.filter(isRemoved).map(({ row }) => row['sourcedId']))
      const wasThere = present(cut + 1).map(([id]) => id)
      expect(wasThere.filter((id) => !gone.has(id) && !here.some(([one]) => one === id))).toEqual([])
    }),
  )
})

describe('what changed', () => {
  const stamped = users('u2,active,2026-09-02T03:00:00+01:00,true,Ben,Secret,07')
  test.for([
    ['not stamped', users('u2,active,,true,Ben,Secret,07')],
    ['stamped alike', users(`u2,active,${STAMP},true,Ben,Secret,07`)],
    ['stamped with a day alone', users('u2,active,2026-09-01,true,Ben,Secret,07')],
    ['said in other letters', users(`u2,ACTIVE,${STAMP},true,Ben,Secret,07`)],
  ] as const)('may be %s', ([, change]) => {
    expect(() => checkRows(over(stamped, change))).not.toThrow()
  })

  test.for([
    [
      'without a status',
      [users('u2,,,true,Ben,Secret,07')],
      '2026-09-02/users.csv line 2 column 2 (status): missing, in a file of changes it is active or tobedeleted',
    ],
    [
      'with a status that nobody knows',
      [users('u2,Secret,,true,Ben,Secret,07')],
      '2026-09-02/users.csv line 2 column 2 (status): unknown, in a file of changes it is active or tobedeleted',
    ],
    [
      'stamped before what it changes',
      [stamped, users('u2,tobedeleted,2026-09-02T01:59:59.000Z,,,,')],
      '2026-09-03/users.csv line 2 column 3 (dateLastModified): older_than_the_row_that_it_changes, see that the packages are called by the days on which they were made',
    ],
    [
      'twice in one file',
      [users('u2,active,,true,Ben,Secret,07', 'u2,active,,true,Ben,Secret,08')],
      '2026-09-02/users.csv line 3 column 1 (sourcedId): as_in_an_earlier_row',
    ],
    [
      'of roles that have no id',
      [{ roles: 'status,userSourcedId,role,orgSourcedId\nactive,u2,teacher,o1\n' }],
      '2026-09-02/roles.csv line 2 (sourcedId): no_id',
    ],
    [
      'with a date that is none',
      [{ demographics: 'sourcedId,status,birthDate,sex\nu1,active,Secret,female\n' }],
      '2026-09-02/demographics.csv line 2 column 3 (birthDate): not_a_date',
    ],
    [
      'without a column',
      [{ classes: 'sourcedId,status,schoolSourcedId\n' }],
      '2026-09-02/classes.csv line 1 (title): missing_column',
    ],
  ] as const)('%s is refused by package, file, line and column, without what stands there', ([, changes, message]) => {
    const failure = failureOf(over(...changes))
    expect(failure.message).toBe(message)
    expect(JSON.stringify(failure.fault)).not.toContain('Secret')
  })
})

describe('a package over another', () => {
  const later = (files: Readonly<Record<string, string>>) => packageOf(files, '2026-09-02')
  const withoutBirths = packageOf(
    { ...whole, 'demographics.csv': null, 'manifest.csv': manifestOf(allBulk) },
    '2026-09-01',
  )
  test.for<[string, Packages, string]>([
    [
      'that changes a file which the whole one lacks',
      [withoutBirths, changesOf({ demographics: 'sourcedId,status\n' }, '2026-09-02')],
      '2026-09-02/manifest.csv line 3 column 2 (value): delta, the whole package before it has no such file; ',
    ],
    [
      'that does not say whether a file is whole',
      [first, later({ 'manifest.csv': manifestOf({ users: 'delta' }), 'users.csv': '', 'roles.csv': '' })],
      '2026-09-02/manifest.csv (file.roles): not_said, it has to be bulk, delta or absent',
    ],
    [
      'that says it in a word nobody knows',
      [first, later({ 'manifest.csv': manifestOf({ users: 'some' }), 'users.csv': '' })],
      '2026-09-02/manifest.csv line 3 column 2 (value): not_said, ',
    ],
    [
      'that lacks what it announces',
      [first, later({ 'manifest.csv': manifestOf({ users: 'delta' }) })],
      '2026-09-02/users.csv: not_in_the_package',
    ],
  ])('%s is refused', ([, packages, message]) => {
    expect(failureOf(packages).message).toContain(message)
  })

  test.for<[string, boolean, Package]>([
    ['every list of it', true, first],
    ['every list but births, which it lacks', true, withoutBirths],
    ['gradebooks as changes only', true, packageOf({ ...whole, 'manifest.csv': manifestOf({ ...allBulk, results: 'delta' }) }, null)],
    ['no classes', false, packageOf({ ...whole, 'classes.csv': null, 'manifest.csv': manifestOf(allBulk) }, null)],
    ['births as changes only', false, packageOf({ ...whole, 'manifest.csv': manifestOf({ ...allBulk, demographics: 'delta' }) }, null)],
    ['births of which it does not speak', false, packageOf({ ...whole, 'manifest.csv': manifestOf({ ...allBulk, demographics: 'some' }) }, null)],
    ['no manifest', false, packageOf({ ...whole, 'manifest.csv': null }, null)],
  ])('with %s is whole: %s', ([, is, one]) => {
    expect(isWhole(one)).toBe(is)
  }) // prettier-ignore
})
