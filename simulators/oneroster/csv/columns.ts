import { isRecord, listOf } from '../../json.js'
import { classes, courses } from '../rows/classes.js'
import { enrollments } from '../rows/enrollments.js'
import { orgs } from '../rows/orgs.js'
import { demographics } from '../rows/people.js'
import { academicSessions } from '../rows/sessions.js'
import { parents, staff, students } from '../rows/users.js'
import type { Row, Scene } from '../scene.js'

/** How a cell is filled from a row; a column without a rule takes the field of its own name. */
type Rules = Readonly<Record<string, (row: Row) => unknown>>

export interface CsvFile {
  readonly name: string
  readonly header: string
  readonly rows: (scene: Scene) => readonly Row[]
  readonly rules: Rules
}

const users = (scene: Scene) => [...students(scene), ...staff(scene), ...parents(scene)]
const sourcedId = (field: string) => (row: Row) => idIn(row[field])

const usersOf = (header: string): CsvFile => ({
  name: 'users',
  header,
  rows: users,
  rules: {
    orgSourcedIds: ({ orgs: of }) => listOf(of).map(idIn),
    agentSourcedIds: ({ agents }) => listOf(agents).map(idIn),
    primaryOrgSourcedId: sourcedId('primaryOrg'),
    preferredGivenName: ({ preferredFirstName }) => preferredFirstName,
    preferredFamilyName: ({ preferredLastName }) => preferredLastName,
    userIds: ({ userIds }) =>
      listOf(userIds).flatMap((one) =>
        isRecord(one) ? [`{${String(one['type'])}:${String(one['identifier'])}}`] : [],
      ),
    'metadata.uk.upn': ({ metadata }) => (isRecord(metadata) ? metadata['uk.upn'] : null),
  },
})

const common = 'sourcedId,status,dateLastModified'

/** Files that both versions have. */
const shared: readonly CsvFile[] = [
  {
    name: 'academicSessions',
    header: `${common},title,type,startDate,endDate,parentSourcedId,schoolYear`,
    rows: academicSessions,
    rules: { parentSourcedId: sourcedId('parent') },
  },
  {
    name: 'orgs',
    header: `${common},name,type,identifier,parentSourcedId,metadata.urn`,
    rows: orgs,
    rules: { 'metadata.urn': ({ metadata }) => (isRecord(metadata) ? metadata['urn'] : null) },
  },
  {
    name: 'courses',
    header: `${common},schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes`,
    rows: courses,
    rules: { orgSourcedId: sourcedId('org') },
  },
  {
    name: 'classes',
    header: `${common},title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods`,
    rows: classes,
    rules: {
      courseSourcedId: sourcedId('course'),
      schoolSourcedId: sourcedId('school'),
      termSourcedIds: ({ terms }) => listOf(terms).map(idIn),
    },
  },
  {
    name: 'enrollments',
    header: `${common},classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate`,
    rows: enrollments,
    rules: {
      classSourcedId: sourcedId('class'),
      schoolSourcedId: sourcedId('school'),
      userSourcedId: sourcedId('user'),
    },
  },
  {
    name: 'demographics',
    header: `${common},birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus`,
    rows: demographics,
    rules: {},
  },
]

const names = 'givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password'

export const filesOf: Readonly<Record<Scene['version'], readonly CsvFile[]>> = {
  '1.1': [...shared, usersOf(`${common},enabledUser,orgSourcedIds,role,username,userIds,${names}`)],
  '1.2': [
    ...shared,
    usersOf(
      `${common},enabledUser,username,userIds,${names},userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns`,
    ),
    {
      name: 'roles',
      header: `${common},userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId`,
      rows: (scene) => users(scene).flatMap(rolesOf),
      rules: { orgSourcedId: sourcedId('org') },
    },
  ],
}

/** One row for each part that somebody has. */
function rolesOf(user: Row): readonly Row[] {
  const { sourcedId: id, status, dateLastModified } = user
  return listOf(user['roles']).flatMap((role, index) =>
    isRecord(role) ? [{ ...role, sourcedId: `${id}.${index}`, status, dateLastModified, userSourcedId: id }] : [],
  )
}

function idIn(value: unknown): unknown {
  return isRecord(value) ? value['sourcedId'] : null
}
