import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'

/**
 * What was typed, read by `parseArgs`. Its own errors repeat the text, which may be a token in the wrong place; ours say how the command
 * is called.
 */
export function readArgs<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch {
    throw new Error(usage)
  }
}
