// In the shapes of oneroster.md; everybody in them is invented.

type Version = '1.1' | '1.2'

const ref = (type: string, sourcedId: string) => ({
  href: `https://provider.example/ims/oneroster/v1p1/${type}s/${sourcedId}`,
  sourcedId,
  type,
})
const common = (sourcedId: string) => ({ sourcedId, status: 'active', dateLastModified: '2026-02-12T02:07:21.000Z' })
const school = ref('org', 'org-1')
const days = { beginDate: '2025-09-03', endDate: '2026-07-22' }

export const org = {
  ...common('org-1'),
  metadata: {},
  name: 'Example School',
  type: 'school',
  identifier: '3430',
  parent: ref('org', 'org-0'),
  children: [],
}

export const taught = {
  ...common('c1'),
  title: '4 Oak',
  classCode: '4O',
  classType: 'homeroom',
  location: null,
  grades: ['04'],
  subjects: [],
  subjectCodes: [],
  periods: ['1'],
  course: ref('course', 'k1'),
  school,
  terms: [ref('academicSession', 't1'), ref('academicSession', 't2')],
  resources: [],
}

/** What version 1.1 says of somebody's part in the school, and what 1.2 says. */
const standing = (version: Version, role: string) =>
  version === '1.1'
    ? { role, orgs: [school] }
    : {
        roles: [{ roleType: 'primary', role, org: school, userProfile: 'p1', ...days }],
        primaryOrg: school,
        userMasterIdentifier: 'm1',
        pronouns: null,
        userProfiles: [
          { profileId: 'p1', profileType: 'app', vendorId: 'v', applicationId: 'a', description: 'd', credentials: [] },
        ],
        resources: [],
      }

export const pupil = (version: Version) => ({
  ...common('x42AAAAAA'),
  metadata: { 'ext:ULN': '1234567890' },
  username: 'ada.example',
  enabledUser: 'true',
  givenName: version === '1.1' ? 'Ada' : 'Adelaide',
  familyName: 'Example',
  middleName: null,
  ...(version === '1.1' ? {} : { preferredFirstName: 'Ada', preferredMiddleName: null, preferredLastName: 'Example' }),
  ...standing(version, 'student'),
  userIds: [
    { type: 'LDAP', identifier: 'ada' },
    { type: 'UPN', identifier: 'A801200000001' },
  ],
  identifier: '002201',
  email: 'ada@school.test',
  sms: '07700 900001',
  phone: null,
  agents: [ref('user', 'x42PARENT')],
  grades: ['04'],
  password: '',
})

export const teacher = (version: Version) => ({
  ...common('x42BBBBBB'),
  username: 'mo.example',
  enabledUser: 'true',
  givenName: 'Mo',
  familyName: 'Example',
  ...standing(version, 'teacher'),
  identifier: '26',
  email: 'mo@school.test',
  agents: [],
  grades: [],
})

const place = (sourcedId: string, user: string, role: string) => ({
  ...common(sourcedId),
  role,
  primary: String(role === 'teacher'),
  user: ref('user', user),
  class: ref('class', 'c1'),
  school,
  ...days,
})
export const places = [place('e1', 'x42AAAAAA', 'student'), place('e2', 'x42BBBBBB', 'teacher')]

export const birth = {
  ...common('x42AAAAAA'),
  birthDate: '2016-11-02',
  sex: 'female',
  americanIndianOrAlaskaNative: 'false',
  asian: 'false',
  blackOrAfricanAmerican: 'false',
  nativeHawaiianOrOtherPacificIslander: 'false',
  white: 'false',
  demographicRaceTwoOrMoreRaces: 'false',
  hispanicOrLatinoEthnicity: 'false',
  countryOfBirthCode: null,
  stateOfBirthAbbreviation: null,
  cityOfBirth: null,
  publicSchoolResidenceStatus: null,
}

const minor = (code: string) => ({
  imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'x', imsx_codeMinorFieldValue: code }],
})
const failure = { imsx_codeMajor: 'failure', imsx_severity: 'error', imsx_description: 'Words of the source' }

/** Each form in which an error is said. */
export const refusals = {
  'in an object': (code: string) => ({ imsx_StatusInfo: { ...failure, imsx_CodeMinor: minor(code) } }),
  'at the top': (code: string) => ({ ...failure, imsx_codeMinor: code }),
  'in a set, as 1.1': (code: string) => ({ statusInfoSet: [{ ...failure, imsx_codeMinor: code }] }),
  'without words': () => null,
}
