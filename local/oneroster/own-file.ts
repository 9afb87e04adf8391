import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { readDrop } from '../../connectors/oneroster/csv/drop-folder.js'
import { checkRows, packageFacts } from '../../connectors/oneroster/csv/package.js'
import type { PackageFacts } from '../../connectors/oneroster/csv/package.js'
import { dropName, onerosterBinding } from '../../connectors/oneroster/settings.js'
import type { OneRosterBinding } from '../../connectors/oneroster/settings.js'
import { SourceFailure } from '../../connectors/source.js'
import type { SourceSchool } from '../../connectors/source.js'
import { StackProblem } from '../stack-problem.js'

/** A package of the user's own that a school can be read from. */
export interface OwnFile {
  /** Where it lies: the worker reads it there, and nothing is copied. */
  readonly folder: string
  readonly binding: OneRosterBinding
  readonly school: SourceSchool
}

const ENDING = '.zip'
// A trust may have fifty schools; their ids on one line would hide what to do.
const MOST_NAMED = 10

/**
 * Reads the whole file before anything is started, so that whoever brings one learns at once what is wrong with it: file, line and column
 * as the standard names them, never what stands there.
 */
export async function readOwnFile(path: string, org: string | undefined): Promise<OwnFile> {
  const zip = await plainZip(path)
  const [folder, name] = [dirname(zip), basename(zip, ENDING)]
  try {
    const packages = await readDrop(folder, name)
    const { version, schools } = packageFacts(packages)
    const school = chosen(path, schools, org)
    const binding = bindingTo(path, { version, school, name })
    checkRows(packages)
    return { folder, binding, school }
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error
    throw new StackProblem(`${basename(path)} cannot be used: ${error.message.replaceAll('_', ' ')}.`)
  }
}

/** Its real place: the worker follows no link. */
async function plainZip(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined)
  if (real === undefined || !(await lstat(real)).isFile())
    throw new StackProblem(`There is no file ${path}; name a zip of OneRoster’s CSV files.`)
  if (!real.endsWith(ENDING))
    throw new StackProblem(`${path} is not called ${ENDING}; name a zip of OneRoster’s CSV files.`)
  return real
}

function chosen(path: string, schools: PackageFacts['schools'], org: string | undefined): SourceSchool {
  const [only, ...others] = org === undefined ? schools : schools.filter(({ ref }) => ref === org)
  if (only && others.length === 0) return only
  const named = schools.slice(0, MOST_NAMED).map(({ ref }) => ref)
  const more = schools.length > MOST_NAMED ? ` and ${schools.length - MOST_NAMED} more` : ''
  throw new StackProblem(
    `${basename(path)} has ${schools.length} of type school in orgs.csv (sourcedId ${named.join(', ')}${more}); say which with --org <sourcedId>.`,
  )
}

interface Bound {
  readonly version: PackageFacts['version']
  readonly school: SourceSchool
  readonly name: string
}

/** What the API would refuse is said here, in words about the file. */
function bindingTo(path: string, { version, school, name }: Bound): OneRosterBinding {
  const parsed = onerosterBinding.safeParse({
    connector: 'oneroster',
    format: 'csv',
    version,
    schoolId: school.ref,
    baseUrl: `drop:${name}`,
  })
  if (!parsed.success || dropName(parsed.data) === undefined)
    throw new StackProblem(
      `${basename(path)} cannot be used: rename it to letters and digits, and see that the school’s sourcedId has no spaces or letters beyond a to z.`,
    )
  return parsed.data
}
