import { openZip } from '../../../../connectors/oneroster/csv/zip.js'
import type { Files } from '../../../../connectors/oneroster/csv/zip.js'
import { zip } from '../../../../simulators/oneroster/csv/zip.js'

/** A small package of version 1.2 in which two pupils and a teacher are, and nothing is wrong. */
export const whole: Readonly<Record<string, string>> = {
  'manifest.csv':
    'propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.users,bulk\nfile.orgs,bulk\nfile.results,delta\n',
  'orgs.csv':
    'sourcedId,status,dateLastModified,name,type,identifier\nd1,,,,district,\no1,,,Quillhaven,school,123456\n',
  'classes.csv': 'sourcedId,title,classType,schoolSourcedId\nc1,7A,homeroom,o1\n',
  'enrollments.csv':
    'sourcedId,status,classSourcedId,userSourcedId,role,beginDate,endDate\ne1,,c1,u1,student,2026-09-01,\ne2,,c1,u2,student,,\ne3,,c1,u3,teacher,,\n',
  'users.csv':
    'sourcedId,status,enabledUser,givenName,familyName,grades\nu1,,true,"Ada\nMay",Secret,07\nu2,,true,Ben,Secret,07\nu3,,true,Cyd,Secret,\n',
  'roles.csv':
    'sourcedId,status,userSourcedId,role,orgSourcedId,beginDate,endDate\nr1,,u1,student,o1,2026-09-01,\nr2,,u2,student,o1,,\nr3,,u3,teacher,o1,,\n',
  'demographics.csv': 'sourcedId,birthDate,sex\nu1,2015-01-01,female\n',
}

export type Change = Readonly<Record<string, string | null>>

/** The package with some files written otherwise, or with null left out. */
export function packed(change: Change = {}): Buffer {
  const files = Object.entries({ ...whole, ...change })
  return zip(files.flatMap(([name, text]) => (text === null ? [] : [{ name, content: Buffer.from(text) }])))
}

export const opened = (change?: Change): Files => openZip(packed(change))
