import type { Lie, Teller, Telling, WayName } from './lie.js'

type Listing = Exclude<WayName, 'csv'>

const wonde = { pupils: '/students\\?', staff: '/employees', groups: '/(groups|classes)\\?' }

/** Where the lists lie, as a fault finds them. */
const paths: Readonly<Record<Listing, Readonly<Record<'pupils' | 'staff' | 'groups', string>>>> = {
  wonde,
  grace: wonde,
  xporter: { pupils: '/Students(?!.*onlyGetDbStatus)', staff: '/Staff', groups: '/Groups' },
  rest: { pupils: '/students', staff: '/teachers', groups: '/(classes|enrollments)' },
}
const anyList = ['pupils', 'staff', 'groups'] as const

const isList = (way: WayName): way is Listing => way !== 'csv'
const where = (way: WayName, list: 'pupils' | 'staff' | 'groups') => (isList(way) ? { path: paths[way][list] } : {})

/** Wonde counts in a place of its own, the others beside each list. */
const whereCounted = (way: WayName, list: 'pupils' | 'staff' | 'groups') =>
  way === 'wonde' || way === 'grace' ? { path: '/counts' } : where(way, list)

const lie = (name: string, telling: Telling, keptBy: Lie['keptBy'] = 'proof'): Lie => ({ name, keptBy, telling })

/** Lists of several pages, as a small school has them nowhere. */
const paged = (way: WayName): Telling =>
  way === 'rest' ? { variant: { limits: 'capped' } } : { shown: { rowsAPage: 25 } }

const fault =
  (kind: string, name: string, more: (way: WayName) => Telling = () => ({})): Teller =>
  (dice, { way }) =>
    lie(name, { ...more(way), faults: [{ kind, ...where(way, dice.pick(anyList)) }] })

/** Faults of single lists, which contradict what the source says beside them. */
export const spoiled: Readonly<Record<'list' | 'file', readonly Teller[]>> = {
  list: [
    fault('cutJson', 'cut JSON'),
    fault('truncatedPage', 'truncated page'),
    fault('truncatedPage', 'truncated page of several', paged),
    fault('missingLastPage', 'missing last page', paged),
    fault('repeatedPage', 'repeated page', paged),
    fault('duplicateIds', 'one record twice', paged),
    fault('moreWithoutNext', 'more announced, and no next page'),
    fault('nextOnOtherHost', 'next page elsewhere'),
    fault('endlessPages', 'pages without end'),
    fault('emptySchool', 'one list empty with 200'),
    (dice, { way }) =>
      lie('counts that disagree', { faults: [{ kind: 'countsDisagree', ...whereCounted(way, dice.pick(anyList)) }] }),
    fault('wrongTypes', 'other types'),
    fault('htmlWith200', 'a page for people'),
    () => lie('all lists empty with 200', { faults: [{ kind: 'emptySchool' }] }),
  ],
  file: [
    () => lie('cut file', { faults: [{ kind: 'cutJson' }] }),
    () => lie('header-only package', { faults: [{ kind: 'emptySchool' }] }),
    () => lie('header-only users', { faults: [{ kind: 'emptySchool', file: 'users' }] }),
    (dice) => {
      const file = dice.pick(['classes', 'enrollments'])
      return lie(`header-only ${file}`, { faults: [{ kind: 'emptySchool', file }] }, 'guard')
    },
    () => lie('one record twice', { faults: [{ kind: 'duplicateIds' }] }),
    () => lie('a page for people', { faults: [{ kind: 'htmlWith200' }] }),
    () => lie('half of the users’ file', { faults: [{ kind: 'truncatedPage', file: 'users' }] }, 'guard'),
  ],
}

/** Lies in which list, count and file agree. */
export const agreeing: readonly Teller[] = [
  () => lie('an empty school, counted so', { shown: { pupils: 0, staff: 0 } }),
  () => lie('no pupils, counted so', { shown: { pupils: 0 } }),
  () => lie('no staff, counted so', { shown: { staff: 0 } }),
  (dice) =>
    lie('a small part of the pupils, counted so', {
      shown: { pupils: dice.share() * 0.35, seed: dice.between(0, 1e6) },
    }),
  (dice) =>
    lie(
      'most of the pupils, counted so',
      { shown: { pupils: 0.5 + dice.share() * 0.45, seed: dice.between(0, 1e6) } },
      'guard',
    ),
  (dice) =>
    lie('a part of the staff, counted so', { shown: { staff: dice.share(), seed: dice.between(0, 1e6) } }, 'guard'),
  (dice) =>
    lie('a part of the groups, counted so', { shown: { groups: dice.share(), seed: dice.between(0, 1e6) } }, 'guard'),
]

/** Lists whose end, or length, the source no longer says. */
const uncounted: Teller = (_, { way }) =>
  lie(
    'last page missing, and nothing counted',
    {
      ...paged(way),
      faults: [
        { kind: 'countsUnsaid', path: '/counts' },
        { kind: 'missingLastPage', ...where(way, 'pupils') },
      ],
    },
    'guard',
  )

export const counting: Readonly<Record<Listing, readonly Teller[]>> = {
  wonde: [uncounted],
  grace: [uncounted],
  xporter: [
    (dice, { way }) =>
      lie('pages that say nothing of others', {
        ...paged(way),
        faults: [{ kind: 'countsUnsaid', ...where(way, dice.pick(anyList)) }],
      }),
  ],
  rest: [
    () =>
      lie(
        'last page missing, and nothing counted',
        { variant: { paging: 'link', limits: 'capped' }, faults: [{ kind: 'missingLastPage', path: '/students' }] },
        'guard',
      ),
  ],
}

const ofOther: Teller = (_, { otherSchool }) =>
  lie('another school’s people under this one’s name', { shown: { of: otherSchool } })
const listsOfOther =
  (path: string): Teller =>
  () =>
    lie('another school’s lists', { faults: [{ kind: 'otherSchool', path }] })

/** Another school's data under the right credentials. */
export const others: Readonly<Record<Listing, readonly Teller[]>> & { readonly file: Teller } = {
  wonde: [
    ofOther,
    listsOfOther('/schools/A\\d+/(students|employees|groups|classes|counts)'),
    listsOfOther('/(students\\?|counts)'),
  ],
  grace: [ofOther, listsOfOther('/schools/A\\d+')],
  xporter: [ofOther, listsOfOther('/School/\\d+/'), listsOfOther('/Students')],
  rest: [ofOther, listsOfOther('/schools/')],
  file: ofOther,
}
