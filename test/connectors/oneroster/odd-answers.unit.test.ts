import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { itemCodes } from '../../../agreement/items.js'
import { permissionsOf } from '../../../connectors/oneroster/carried.js'
import type { Feed, ListName } from '../../../connectors/oneroster/feed.js'
import { ofSchool } from '../../../connectors/oneroster/of-school.js'
import { rosterSource } from '../../../connectors/oneroster/roster-source.js'
import type { Source } from '../../../connectors/source.js'
import { fuzzRuns } from '../support/odd.js'
import { departuresOf, readAll } from '../support/reading.js'

const org = { href: 'https://host/ims/oneroster/v1p1/orgs/o1', sourcedId: 'o1', type: 'org' }

/** A user and an enrolment as the reference sheet has them, with a class and a birth beside them. */
const rows: Readonly<Record<ListName, Readonly<Record<string, unknown>>>> = {
  students: {
    sourcedId: 'x42Y7TNMV',
    status: 'active',
    dateLastModified: '2026-02-12T02:07:21.000Z',
    username: 'asha.example',
    enabledUser: 'true',
    givenName: 'Asha',
    familyName: 'Example',
    role: 'student',
    identifier: '002201',
    orgs: [org],
    agents: [],
    grades: ['04'],
  },
  staff: {
    sourcedId: 't1',
    status: 'active',
    enabledUser: true,
    givenName: 'Mo',
    familyName: 'Other',
    role: 'teacher',
    orgs: org,
  },
  enrollments: {
    sourcedId: 'e1',
    status: 'active',
    dateLastModified: '2026-01-20T01:38:21.000Z',
    role: 'student',
    primary: 'false',
    user: { href: '...', sourcedId: 'x42Y7TNMV', type: 'user' },
    class: { href: '...', sourcedId: 'c1', type: 'class' },
    school: org,
  },
  classes: { sourcedId: 'c1', status: 'active', title: '4 Oak', classType: 'homeroom', school: org, grades: [] },
  demographics: { sourcedId: 'x42Y7TNMV', birthDate: '2017-11-02', sex: 'female' },
}

/** A provider that answers each list with one row, one of them made odd. */
function sourceOf(lists: typeof rows, version: '1.1' | '1.2' = '1.1'): Source {
  const feed: Feed = {
    school: () => Promise.reject(new Error('not asked')),
    permissions: async () => permissionsOf({ version, scopes: null, demographics: true }),
    async *list(name) {
      yield ofSchool(name, [{ row: lists[name], at: `${name}[0]` }], 'o1', true)
      return { pages: 1, ended: 'said' }
    },
  }
  return rosterSource(feed, { schoolId: 'o1', version })
}

describe('the examples of the reference sheet', () => {
  test('are a pupil in a registration group', async () => {
    const { records } = await readAll(sourceOf(rows), 'pupil', itemCodes)
    expect(records).toEqual([
      {
        kind: 'pupil',
        ref: 'x42Y7TNMV',
        identities: [
          { kind: 'sourceId', value: 'x42Y7TNMV' },
          { kind: 'misId', value: '002201' },
        ],
        items: {
          'pupil.misId': '002201',
          'pupil.upn': null,
          'pupil.uln': null,
          'pupil.name': { forename: 'Asha', surname: 'Example', middleNames: null },
          'pupil.yearGroup': '4',
          'pupil.email': null,
          'pupil.mobilePhone': null,
          'pupil.homePhone': null,
          'pupil.gender': 'female',
          'pupil.dateOfBirth': '2017-11-02',
          'pupil.registrationGroup': '4 Oak',
        },
        facts: { status: null, spell: null, year: '4' },
        memberships: [{ group: 'c1', item: 'pupil.groups' }],
      },
    ])
  })
})

describe('an answer that is odd', () => {
  const SECRET = 'Canary Secretsson'
  const odd = fc.oneof(
    fc.constantFrom(null, undefined, true, 3.5, [], {}, '', ' ', SECRET, [SECRET], {
      sourcedId: SECRET,
      role: [SECRET],
    }),
    fc.constant(SECRET.repeat(600)),
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom({ [`${SECRET}.upn`]: {} }, { upn: [SECRET] }),
    fc.array(fc.record({ sourcedId: fc.jsonValue(), role: fc.string(), org: fc.jsonValue(), type: fc.jsonValue() })),
  )
  const names = Object.keys(rows) as ListName[]
  const field = fc.constantFrom(
    ...new Set(names.flatMap((name) => Object.keys(rows[name]))),
    'roles',
    'userIds',
    'metadata',
  )

  test('is read or refused by path and code, and its values are in no message [R33]', async () => {
    let refused = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        field,
        odd,
        fc.constantFrom('1.1' as const, '1.2' as const),
        async (name, key, value, version) => {
          const source = sourceOf({ ...rows, [name]: { ...rows[name], [key]: value } }, version)
          for (const kind of ['group', 'staff', 'pupil'] as const) {
            try {
              for (const { items } of (await readAll(source, kind, itemCodes)).records)
                expect(itemCodes).toEqual(expect.arrayContaining(Object.keys(items)))
            } catch (failure) {
              refused += 1
              expect(failure).toMatchObject({
                name: 'SourceFailure',
                message: expect.stringMatching(
                  /^(\w+\[0\](\.\w+(\[\])?)*: [a-z_]+|school: the source answered with another school than the one bound)$/,
                ),
              })
              expect(String(failure)).not.toContain('Canary')
            }
          }
        },
      ),
      { numRuns: fuzzRuns },
    )
    expect(refused).toBeGreaterThan(100)
  })

  test('about somebody who is gone states no more than who and when', async () => {
    const gone = { ...rows, students: { ...rows.students, status: 'TOBEDELETED', familyName: { not: 'looked at' } } }
    expect(await departuresOf(sourceOf(gone))).toMatchObject([{ kind: 'pupil', ref: 'x42Y7TNMV', leftOn: null }])
    expect((await readAll(sourceOf(gone), 'pupil', itemCodes)).records).toEqual([])
  })

  test('about a parent is not looked at [R33]', async () => {
    const parent = { ...rows, students: { ...rows.students, role: 'parent', givenName: { not: 'looked at' } } }
    expect((await readAll(sourceOf(parent), 'pupil', itemCodes)).records).toEqual([])
    expect((await readAll(sourceOf(parent), 'staff', itemCodes)).records).toHaveLength(1)
  })
})
