import { parseArgs } from 'node:util'
import { StackProblem } from './stack-problem.js'

/** What `npm start --` was told. */
export interface StartArguments {
  readonly fresh: boolean
  /** A zip of the user's own, and which of the schools in it. */
  readonly ownFile?: { readonly path: string; readonly org?: string }
}

const options = {
  fresh: { type: 'boolean', default: false },
  'oneroster-csv': { type: 'string' },
  org: { type: 'string' },
} as const

export function readArguments(args: readonly string[]): StartArguments {
  const { fresh, 'oneroster-csv': path, org } = parsed(args)
  if (path === undefined) {
    if (org !== undefined)
      throw new StackProblem('--org says which school of a file; name the file with --oneroster-csv.')
    return { fresh }
  }
  return { fresh, ownFile: { path, ...(org === undefined ? {} : { org }) } }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch {
    throw new StackProblem(
      '`npm start --` takes --fresh, --oneroster-csv <zip> and, with a zip of several schools, --org <sourcedId>.',
    )
  }
}
