// In the shapes of oneroster.md (5); everybody in them is invented.

const common = 'sourcedId,status,dateLastModified'
const person = 'givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password'

const shared = {
  academicSessions: `${common},title,type,startDate,endDate,parentSourcedId,schoolYear`,
  orgs: `${common},name,type,identifier,parentSourcedId`,
  courses: `${common},schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes`,
  classes: `${common},title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods`,
  enrollments: `${common},classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate`,
  demographics: `${common},birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus`,
} // prettier-ignore

export type FileName = keyof typeof shared | 'users' | 'roles' | 'userProfiles'

/** The header of each file, exactly. */
export const headers: Readonly<Record<'1.1' | '1.2', Readonly<Partial<Record<FileName, string>>>>> = {
  '1.1': { ...shared, users: `${common},enabledUser,orgSourcedIds,role,username,userIds,${person}` },
  '1.2': {
    ...shared,
    // Before 1.2 was final there was one more.
    users: `${common},enabledUser,username,userIds,${person},userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns`,
    roles: `${common},userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId`,
    userProfiles: `${common},userSourcedId,profileType,vendorId,applicationId,description,credentialType,username,password`,
  },
} // prettier-ignore

type Rows = Readonly<Record<FileName, readonly Readonly<Record<string, string>>[]>>

const place = { classSourcedId: 'c1', schoolSourcedId: 'org-1', beginDate: '2025-09-03' }
const ada = { sourcedId: 'u1', enabledUser: 'true', username: 'ada.example', userIds: '{LDAP:ada},{UPN:A801200000001}', familyName: 'Example', identifier: '002201', email: 'ada@school.test', agentSourcedIds: 'u8,u9', grades: '04' } // prettier-ignore
const mo = { sourcedId: 'u2', enabledUser: 'true', username: 'mo.example', givenName: 'Mo', familyName: 'Example', identifier: '26', email: 'mo@school.test' } // prettier-ignore
const parent = { sourcedId: 'u8', enabledUser: 'true', username: 'max.example', givenName: 'Max', familyName: 'Example' } // prettier-ignore

const sharedRows = {
  academicSessions: [
    { sourcedId: 's1', title: '2025/26', type: 'schoolYear', startDate: '2025-09-01', endDate: '2026-08-31', schoolYear: '2026' },
    { sourcedId: 't1', title: 'Autumn', type: 'term', startDate: '2025-09-01', endDate: '2025-12-20', parentSourcedId: 's1', schoolYear: '2026' },
  ],
  orgs: [{ sourcedId: 'org-1', name: 'Example School', type: 'school', identifier: '3430' }],
  courses: [{ sourcedId: 'k1', schoolYearSourcedId: 's1', title: 'Registration', courseCode: 'Reg', orgSourcedId: 'org-1' }],
  classes: [{ sourcedId: 'c1', title: '4 Oak', grades: '04', courseSourcedId: 'k1', classCode: '4O', classType: 'homeroom', schoolSourcedId: 'org-1', termSourcedIds: 't1,t2', periods: '1,2' }],
  enrollments: [
    { ...place, sourcedId: 'e1', userSourcedId: 'u1', role: 'student', primary: 'false' },
    { ...place, sourcedId: 'e2', userSourcedId: 'u2', role: 'teacher', primary: 'true' },
  ],
  demographics: [{ sourcedId: 'u1', userSourcedId: 'u1', birthDate: '2016-11-02', sex: 'female', asian: 'false' }],
} // prettier-ignore

/** Cells by their columns; what a file has no column for is left out. */
export const rows: Readonly<Record<'1.1' | '1.2', Rows>> = {
  '1.1': {
    ...sharedRows,
    users: [
      { ...ada, givenName: 'Ada', orgSourcedIds: 'org-1,org-0', role: 'student' },
      { ...mo, orgSourcedIds: 'org-1', role: 'teacher' },
      { ...parent, orgSourcedIds: 'org-1', role: 'parent' },
    ],
    roles: [],
    userProfiles: [],
  },
  '1.2': {
    ...sharedRows,
    users: [{ ...ada, givenName: 'Adelaide', preferredGivenName: 'Ada', primaryOrgSourcedId: 'org-1' }, mo, parent],
    roles: [
      { sourcedId: 'r1', userSourcedId: 'u1', roleType: 'primary', role: 'student', beginDate: '2025-09-03', orgSourcedId: 'org-1' },
      { sourcedId: 'r2', userSourcedId: 'u2', roleType: 'primary', role: 'teacher', orgSourcedId: 'org-1' },
      { sourcedId: 'r3', userSourcedId: 'u8', roleType: 'primary', role: 'parent', orgSourcedId: 'org-1' },
    ],
    userProfiles: [],
  },
} // prettier-ignore

const absent = {
  '1.1': ['categories', 'classResources', 'courseResources', 'lineItems', 'resources', 'results'],
  '1.2': [
    'categories', 'classResources', 'courseResources', 'lineItems', 'resources', 'results', 'lineItemLearningObjectiveIds',
    'lineItemScoreScales', 'resultLearningObjectiveIds', 'resultScoreScales', 'scoreScales', 'userResources',
  ],
} as const // prettier-ignore

export function manifest(version: '1.1' | '1.2'): string {
  const files = [
    ...Object.keys(headers[version]).map((name) => [`file.${name}`, 'bulk']),
    ...absent[version].map((name) => [`file.${name}`, 'absent']),
  ].sort()
  const lines = [
    ['propertyName', 'value'],
    ['manifest.version', '1.0'],
    ['oneroster.version', version],
    ...files,
    ['source.systemName', 'Example MIS'],
    ['source.systemCode', 'EX1'],
  ]
  return lines.map((line) => `${line.join(',')}\r\n`).join('')
}
