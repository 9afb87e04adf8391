import { onerosterPairs } from './oneroster-pairs.js'
import { denied, everyType } from './pair.js'
import type { Pair } from './pair.js'

const wonde: Pair = {
  name: 'Wonde',
  connector: 'wonde',
  settings: ({ wonde: { schoolId, token } }) => ({ binding: { schoolId }, secret: { token } }),
  wrongSecret: { token: '0'.repeat(40) },
  pupils: '/students',
  moreThanNames: /contact_details|classes|groups|registration|employees|photo|medical/i,
  carries: { lacks: [], groupTypes: everyType, staff: 'all', emptyGroups: true },
  denying: {
    items: {
      ...denied('students.date_of_birth', 'students.education_details.learner_number'),
      taken: ['pupil.dateOfBirth', 'pupil.uln'],
    },
    pupils: { ...denied('students'), ends: 'SourceRefused' },
    groups: { ...denied('groups', 'classes'), ends: 'noMemberships' },
  },
  states: { left: { by: 'leaverRow', leftOn: '2026-11-06' }, deleted: { by: 'deletionRow', leftOn: null } },
}

const xporter: Pair = {
  name: 'Xporter',
  connector: 'xporter',
  settings: ({ xporter: { schoolId, relyingParty, schoolSecret } }) => ({
    binding: { schoolId, relyingParty },
    secret: { schoolSecret },
  }),
  wrongSecret: { schoolSecret: '00000000-0000-0000-0000-000000000000' },
  pupils: '/api/v1/School/\\d+/Students(?!.*onlyGetDbStatus)',
  moreThanNames: /UPN|UniqueLearner|birth|ethnic|fsm|WorkEmail|RegGroup|groups|staff|photo|medical/i,
  carries: {
    lacks: ['pupil.mobilePhone', 'pupil.homePhone', 'staff.initials'],
    groupTypes: everyType,
    staff: 'all',
    emptyGroups: false,
  },
  denying: {
    items: { ...denied('xporter.StudentExtended'), taken: ['pupil.dateOfBirth', 'pupil.uln'] },
    pupils: { ...denied('xporter.Student', 'xporter.StudentLite'), ends: 'SourceRefused' },
    groups: { ...denied('xporter.School', 'xporter.SchoolLite'), ends: 'noMemberships' },
  },
  states: { left: { by: 'leaverRow', leftOn: '2026-11-06' }, deleted: null },
}

export const pairs: readonly Pair[] = [wonde, xporter, ...onerosterPairs]

/** For `describe.for`: one suite each, by name. */
export const byName = pairs.map((pair) => [pair.name, pair] as const)
