export const namespaces = ['schools', 'eraser'] as const

export type SearchAttributeType = 'Keyword' | 'Datetime' | 'Bool'

export interface ServerFlags {
  readonly database: string
  readonly port: number
  readonly uiPort: number
  readonly codecEndpoint?: string | undefined
  readonly searchAttributes: Readonly<Record<string, SearchAttributeType>>
}

/**
 * The dev server has one history shard, and a shard may look for new tasks only 20 times a second: after a burst every step of a
 * workflow waits 50 ms. Measured, five activities and a child: 445 ms with the default, 160 ms with this.
 */
const everyStepAtOnce = ['transfer', 'timer', 'visibility'].map((queue) => `history.${queue}ProcessorMaxPollRPS=1000`)

/** What any dev server of ours needs to be quick, tests' included. */
export const quickServerFlags = flags('--dynamic-config-value', everyStepAtOnce)

/**
 * A write-ahead log halves the time of a step, and "normal" syncs it only at checkpoints: a killed process loses nothing, a
 * power cut may lose the last moments, which a nightly sync does again.
 */
const quickDatabase = flags('--sqlite-pragma', ['journal_mode=wal', 'synchronous=normal'])

export function serverFlags({ database, port, uiPort, codecEndpoint, searchAttributes }: ServerFlags): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)],
    ...['--db-filename', database, '--log-level', 'warn', '--log-format', 'json'],
    ...flags('--namespace', namespaces),
    ...flags(
      '--search-attribute',
      Object.entries(searchAttributes).map(([name, type]) => `${name}=${type}`),
    ),
    ...(codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', codecEndpoint]),
    ...quickDatabase,
    ...quickServerFlags,
  ]
}

function flags(flag: string, values: readonly string[]): string[] {
  return values.flatMap((value) => [flag, value])
}
