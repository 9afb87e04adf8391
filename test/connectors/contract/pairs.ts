import type { ConnectorName } from '../../../connectors/settings.js'

/** What `/_sim/schools` gives a client of each protocol. */
export interface Credentials {
  readonly wonde: { readonly schoolId: string; readonly token: string }
  readonly xporter: { readonly schoolId: string; readonly relyingParty: string; readonly schoolSecret: string }
}

/** A connector beside the protocol of the simulator that it speaks. Adding one is one entry; every test of the contract runs against it. */
export interface Pair {
  readonly connector: ConnectorName
  /** What is registered of a school: binding and secret apart. */
  readonly settings: (credentials: Credentials) => { readonly binding: object; readonly secret: object }
  readonly wrongSecret: object
  /** The path of the pupils' list, for faults. */
  readonly pupils: string
  /** What a request would show if it asked for more than a pupil's name. */
  readonly moreThanNames: RegExp
  /** How the school takes back dates of birth and ULNs, or all pupils, or groups. */
  readonly denying: { readonly births: readonly string[]; readonly pupils: readonly string[]; readonly groups: readonly string[] }
  /** Whether groups are listed in which there is nobody. */
  readonly listsEmptyGroups: boolean
} // prettier-ignore

export const pairs: readonly Pair[] = [
  {
    connector: 'wonde',
    settings: ({ wonde: { schoolId, token } }) => ({ binding: { schoolId }, secret: { token } }),
    wrongSecret: { token: '0'.repeat(40) },
    pupils: '/students',
    moreThanNames: /contact_details|classes|groups|registration|employees|photo|medical/i,
    denying: {
      births: ['students.date_of_birth', 'students.education_details.learner_number'],
      pupils: ['students'],
      groups: ['groups', 'classes'],
    },
    listsEmptyGroups: true,
  },
  {
    connector: 'xporter',
    settings: ({ xporter: { schoolId, relyingParty, schoolSecret } }) => ({
      binding: { schoolId, relyingParty },
      secret: { schoolSecret },
    }),
    wrongSecret: { schoolSecret: '00000000-0000-0000-0000-000000000000' },
    pupils: '/api/v1/School/\\d+/Students(?!.*onlyGetDbStatus)',
    moreThanNames: /UPN|UniqueLearner|birth|ethnic|fsm|WorkEmail|RegGroup|groups|staff|photo|medical/i,
    denying: {
      births: ['xporter.StudentExtended'],
      pupils: ['xporter.Student', 'xporter.StudentLite'],
      groups: ['xporter.School', 'xporter.SchoolLite'],
    },
    listsEmptyGroups: false,
  },
]
