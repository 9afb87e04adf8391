import type { LocalEnvironment } from '../environment.js'
import type { OpenHome } from '../home.js'
import { claimPort, freePort } from '../ports.js'
import { serveDatabases } from './databases.js'
import { keepKeys } from './keys.js'
import { startPart } from './part.js'
import type { Part } from './part.js'
import { serveTemporal } from './temporal.js'
import { keepTokens } from './tokens.js'
import type { Tokens } from './tokens.js'

export interface StackNeeds {
  readonly env: LocalEnvironment
  readonly home: OpenHome
  readonly say: (sentence: string) => void
}

/** What runs, and how it is reached. */
export interface RunningStack {
  readonly apiUrl: string
  readonly simulatorUrl: string
  readonly databaseUrl: string
  readonly home: OpenHome
  readonly tokens: Tokens
  readonly addresses: readonly string[]
  /** Resolves when the API says that database and Temporal answer. */
  readonly ready: () => Promise<void>
  readonly stop: () => Promise<void>
}

interface Stoppable {
  readonly stop: () => Promise<void>
}

/** Starts every part, those that need nothing of each other at once, and stops what was started if one of them cannot be. */
export async function startStack(needs: StackNeeds): Promise<RunningStack> {
  const started: Stoppable[] = []
  const keep = async <Running extends Stoppable>(starting: Promise<Running>): Promise<Running> => {
    const running = await starting
    started.push(running)
    return running
  }
  const stop = () => stopAll(started)
  try {
    return { ...(await startParts(needs, keep)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** In the reverse order of starting: whoever uses a database ends before it. */
async function stopAll(started: Stoppable[]): Promise<void> {
  const parts = started.filter((one): one is Part => 'name' in one)
  await Promise.allSettled(parts.map((part) => part.stop()))
  await Promise.allSettled(started.filter((one) => !('name' in one)).map((server) => server.stop()))
}

type Keep = <Running extends Stoppable>(starting: Promise<Running>) => Promise<Running>

async function startParts({ env, home, say }: StackNeeds, keep: Keep): Promise<Omit<RunningStack, 'stop'>> {
  const { previousRunDied: previousRunEnding } = home
  const codecPort = env.CODEC_PORT ?? (await freePort())
  for (const [setting, port] of [
    ['PORT', env.PORT],
    ['SIMULATOR_PORT', env.SIMULATOR_PORT],
  ] as const)
    await claimPort(port, setting, { previousRunEnding })

  const uiUrl = `http://127.0.0.1:${env.TEMPORAL_UI_PORT}`
  const codecUrl = `http://127.0.0.1:${codecPort}`
  const simulatorUrl = `http://127.0.0.1:${env.SIMULATOR_PORT}`
  const [databases, temporal, keys] = await Promise.all([
    keep(serveDatabases({ env, home, say })),
    keep(serveTemporal({ env, home, say, codecUrl, previousRunEnding })),
    keepKeys(env, home),
    keep(
      startPart(
        'simulator',
        'simulators/main.js',
        ['--demo', '--state', home.paths.simulator],
        { SIMULATOR_PORT: String(env.SIMULATOR_PORT) },
        home,
        'listens',
      ),
    ),
  ])
  const shared = {
    ...databases.settings,
    ...keys,
    TEMPORAL_ADDRESS: temporal.address,
    LOG_LEVEL: env.LOG_LEVEL,
    // The simulated MIS speaks plain HTTP on this machine; no deployment sets this.
    TERMKEEPER_ALLOW_LOOPBACK_SOURCES: '1',
  }
  const [tokens] = await Promise.all([
    keepTokens(databases.settings.DATABASE_URL, home),
    keep(startPart('worker', 'workers/main.js', [], shared, home, 'ready')),
    keep(startPart('api', 'api/main.js', [], { ...shared, HOST: env.HOST, PORT: String(env.PORT) }, home, 'ready')),
    keep(
      startPart(
        'codec server',
        'workers/codec-server.js',
        [],
        {
          ...shared,
          CODEC_PORT: String(codecPort),
          CODEC_ORIGINS: `${uiUrl},http://localhost:${env.TEMPORAL_UI_PORT}`,
        },
        home,
        'ready',
      ),
    ),
  ])
  const apiUrl = `http://${env.HOST}:${env.PORT}`
  return {
    apiUrl,
    simulatorUrl,
    databaseUrl: databases.settings.DATABASE_URL,
    home,
    tokens,
    addresses: [
      `API              ${apiUrl}/docs`,
      `Temporal         ${temporal.uiUrl ?? temporal.address}`,
      `simulated MIS    ${simulatorUrl}/_sim/schools`,
      `tokens and state ${home.paths.folder}`,
    ],
    ready: () => untilReady(apiUrl),
  }
}

const READY_WITHIN_MS = 60_000
const LOOK_AGAIN_MS = 100

async function untilReady(apiUrl: string): Promise<void> {
  const giveUpAt = Date.now() + READY_WITHIN_MS
  for (;;) {
    const ready = await fetch(`${apiUrl}/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) return
    if (Date.now() > giveUpAt) throw new Error('The API did not become ready within a minute; its log says why.')
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}
