import { FileFailure } from '../../../../connectors/oneroster/csv/fault.js'
import { alone, openPackage } from '../../../../connectors/oneroster/csv/packages/open-package.js'
import type { Package, Packages } from '../../../../connectors/oneroster/csv/packages/open-package.js'
import { openZip } from '../../../../connectors/oneroster/csv/zip.js'
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
export const packed = (change: Change = {}): Buffer => zipOf({ ...whole, ...change })

export const opened = (change?: Change): Packages => alone(openZip(packed(change)))

/** A package of these files alone, as it lies among others of other days. */
export const packageOf = (files: Change, day: string | null): Package => openPackage(openZip(zipOf(files)), day)

/** A package of what changed in some lists. */
export function changesOf(texts: Readonly<Record<string, string>>, day: string | null): Package {
  const files = Object.entries(texts).map(([list, text]) => [`${list}.csv`, text])
  const modes = Object.fromEntries(Object.keys(texts).map((list) => [list, 'delta']))
  return packageOf({ ...Object.fromEntries(files), 'manifest.csv': manifestOf(modes) }, day)
}

/** What a manifest of version 1.2 says of some lists. */
export const manifestOf = (modes: Readonly<Record<string, string>>): string =>
  [
    'propertyName,value',
    'oneroster.version,1.2',
    ...Object.entries(modes).map(([list, mode]) => `file.${list},${mode}`),
    '',
  ].join('\n')

function zipOf(files: Change): Buffer {
  return zip(
    Object.entries(files).flatMap(([name, text]) => (text === null ? [] : [{ name, content: Buffer.from(text) }])),
  )
}

/** What a piece of work says is wrong with a package. Throws where nothing is. */
export function faultOf(work: () => unknown): FileFailure {
  try {
    work()
  } catch (failure) {
    if (failure instanceof FileFailure) return failure
    throw failure
  }
  throw new Error('nothing was wrong')
}
