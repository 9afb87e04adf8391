import type { ItemCode } from '../../../agreement/items.js'
import type { Pair } from './pair.js'

type Version = '1.1' | '1.2'

const inBoth: readonly ItemCode[] = [
  'pupil.legalName', 'pupil.ethnicity', 'pupil.fsm', 'pupil.sen', 'staff.title', 'staff.initials',
] // prettier-ignore
const lacking: Readonly<Record<Version, readonly ItemCode[]>> = {
  '1.1': [...inBoth, 'pupil.startDate', 'pupil.leavingDate'],
  '1.2': inBoth,
}

const withholding = (withheld: string) => ({ door: 'oneroster', says: { withheld } }) as const

/** What both forms of a version have in common. */
const ofVersion = (version: Version) =>
  ({
    connector: 'oneroster',
    wrongSecret: { clientId: 'somebody', clientSecret: 'else' },
    carries: {
      lacks: lacking[version],
      groupTypes: ['registration', 'class'],
      emptyGroups: true,
    },
    taken: ['pupil.dateOfBirth', 'pupil.gender'],
  }) as const

function byRest(version: Version): Pair {
  const { carries, taken, ...common } = ofVersion(version)
  return {
    ...common,
    name: `OneRoster REST ${version}`,
    settings: ({ oneroster: { schoolId, clientId, clientSecret, rest } }) => ({
      binding: { schoolId, version, format: 'rest', baseUrl: rest[version] },
      secret: { clientId, clientSecret },
    }),
    pupils: '^/ims/oneroster/.*/students',
    moreThanNames: /identifier|userIds|metadata|email|sms|phone|birth|demographics|classes|teachers|agents|\/users/i,
    carries: { ...carries, staff: 'teachers' },
    denying: {
      items: { door: 'oneroster', says: { scopes: 'core' }, taken },
      pupils: { ...withholding('people'), ends: 'SourceRefused' },
      // No list says what is shared: whoever is refused cannot tell a school's will from a fault.
      groups: { ...withholding('classes'), ends: 'SourceRefused' },
    },
    states: {
      left: { by: 'deletionRow', leftOn: version === '1.1' ? null : '2026-11-06' },
      deleted: { by: 'deletionRow', leftOn: null },
    },
  }
}

function byFile(version: Version): Pair {
  const { carries, taken, ...common } = ofVersion(version)
  return {
    ...common,
    name: `OneRoster CSV ${version}`,
    settings: ({ oneroster: { schoolId, clientId, clientSecret, csv } }) => ({
      binding: { schoolId, version, format: 'csv', baseUrl: csv[version] },
      secret: { clientId, clientSecret },
    }),
    pupils: '^/oneroster/.*[.]zip',
    moreThanNames: null,
    carries: { ...carries, staff: 'all' },
    denying: {
      items: { ...withholding('births'), taken },
      pupils: { ...withholding('people'), ends: 'SourceIncomplete' },
      groups: { ...withholding('classes'), ends: 'SourceIncomplete' },
    },
    // A file of the kind `bulk` is of those who are there.
    states: { left: null, deleted: null },
  }
}

export const onerosterPairs: readonly Pair[] = [byRest('1.1'), byRest('1.2'), byFile('1.1'), byFile('1.2')]
