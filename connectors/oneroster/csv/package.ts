import type { SourceSchool } from '../../source.js'
import { schoolOf } from '../school-of.js'
import { isRemoved } from '../translate/status.js'
import { FileFailure, notInPackage } from './fault.js'
import type { Package, Packages } from './packages/open-package.js'
import { isSchool } from './rows.js'
import { rosterFiles } from './roster-files.js'
import type { RosterFiles } from './roster-files.js'
import { badCell } from './table.js'

/** What a package says of itself. */
export interface PackageFacts {
  readonly version: '1.1' | '1.2'
  /** The orgs that are schools; a package may hold those of a whole trust. */
  readonly schools: readonly SourceSchool[]
}

/** Reads manifest, first lines and orgs, and no row of anybody. Throws `FileFailure` for a package that no school could be read from. */
export function packageFacts(packages: Packages): PackageFacts {
  const roster = rosterFiles(packages)
  const version = versionOf(packages[0])
  roster.checkHeaders()
  return { version, schools: schoolsIn(roster) }
}

/** Reads every row that a run would, so that what is wrong with one is known before the run. */
export function checkRows(packages: Packages): void {
  const roster = rosterFiles(packages)
  for (const read of [roster.orgs, roster.classes, roster.enrollments, roster.users, roster.demographics]) read()
}

function versionOf({ manifest, has, called }: Package): PackageFacts['version'] {
  const file = called('manifest')
  if (!has('manifest')) throw notInPackage(file)
  const said = manifest.get('oneroster.version')
  if (said === undefined) throw new FileFailure({ file, code: 'no_oneroster_version' })
  const [version] = /^1\.[12]/.exec(said.value) ?? []
  if (version !== '1.1' && version !== '1.2')
    throw badCell(said.row, 'value', 'unknown_version', 'only 1.1 and 1.2 can be read')
  return version
}

function schoolsIn({ orgs }: RosterFiles): readonly SourceSchool[] {
  const schools = orgs().filter((org) => !isRemoved(org) && isSchool(org))
  if (schools.length === 0) throw new FileFailure({ file: 'orgs.csv', name: 'type', code: 'no_school' })
  return schools.map(schoolOf)
}
