import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ProgramSources } from './temporal-programs.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Where Temporal's programs may come from on this machine. */
export function programSources(env: Environment, say: (sentence: string) => void): ProgramSources {
  const cli = env['TEMPORAL_CLI_PATH']
  const testServer = env['TEMPORAL_TEST_SERVER_PATH']
  return {
    settings: { ...(cli ? { temporal: cli } : {}), ...(testServer ? { 'temporal-test-server': testServer } : {}) },
    searchPath: env['PATH'] ?? '',
    cache: join(set(env['XDG_CACHE_HOME']) ?? join(homedir(), '.cache'), 'termkeeper'),
    offline: isOn(env['TERMKEEPER_OFFLINE']),
    say,
  }
}

/** An empty setting is one that was not given. */
function set(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no'].includes(value.toLowerCase())
}
