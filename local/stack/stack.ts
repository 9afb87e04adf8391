import { pathToFileURL } from 'node:url'
import type { LocalEnvironment } from '../environment.js'
import type { OpenHome } from '../home.js'
import { claimPort, freePort } from '../ports.js'
import { workerFlags } from '../../workers/heap.js'
import { serveDatabases } from './databases.js'
import type { Databases } from './databases.js'
import { keepKeys } from './keys.js'
import type { KeySettings } from './keys.js'
import { startPart } from './part.js'
import type { Part, PartProgram } from './part.js'
import { serveTemporal } from './temporal.js'
import { keepTokens } from './tokens.js'
import type { Tokens } from './tokens.js'

export interface StackNeeds {
  readonly env: LocalEnvironment
  readonly home: OpenHome
  readonly say: (sentence: string) => void
  readonly rosters?: OwnRosters | undefined
}

/** What the stack needs for schools that are read from files of the user's own. */
export interface OwnRosters {
  /** Where the worker finds them. */
  readonly dropFolder: string
  /** A folder with the agreement that such a school accepts. */
  readonly agreements: string
}

/** What runs, and how it is reached. */
export interface RunningStack {
  readonly apiUrl: string
  readonly simulatorUrl: string
  readonly databaseUrl: string
  readonly home: OpenHome
  readonly tokens: Tokens
  /** What worker and API are told: enough to open what they open. */
  readonly settings: Databases['settings'] & KeySettings & { readonly TEMPORAL_ADDRESS: string }
  /** The programs of ours by name, each a process of its own. */
  readonly parts: readonly Part[]
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
    return { ...(await startParts(needs, keep)), parts: started.filter(isPart), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** In the reverse order of starting: whoever uses a database ends before it. */
async function stopAll(started: Stoppable[]): Promise<void> {
  await Promise.allSettled(started.filter(isPart).map((part) => part.stop()))
  await Promise.allSettled(started.filter((one) => !isPart(one)).map((server) => server.stop()))
}

const isPart = (one: Stoppable): one is Part => 'name' in one

type Keep = <Running extends Stoppable>(starting: Promise<Running>) => Promise<Running>

async function startParts(needs: StackNeeds, keep: Keep): Promise<Omit<RunningStack, 'stop' | 'parts'>> {
  const { env, home, say, rosters } = needs
  const { previousRunDied: previousRunEnding } = home
  await claimPort(env.PORT, 'PORT', { previousRunEnding })
  await claimPort(env.SIMULATOR_PORT, 'SIMULATOR_PORT', { previousRunEnding })
  const urls = await urlsOf(env)
  const [databases, temporal, keys] = await Promise.all([
    keep(serveDatabases({ env, home, say, agreements: rosters?.agreements })),
    keep(serveTemporal({ env, home, say, codecUrl: urls.codec, previousRunEnding })),
    keepKeys(env, home),
    keep(startPart(simulator(env, home), home)),
  ])
  const shared = {
    ...databases.settings,
    ...keys,
    TEMPORAL_ADDRESS: temporal.address,
    LOG_LEVEL: env.LOG_LEVEL,
    ...LOCAL_SOURCES,
  }
  const { DATABASE_URL: databaseUrl } = databases.settings
  const [tokens] = await Promise.all([
    keepTokens(databaseUrl, home),
    keep(startPart(worker(needs, shared), home)),
    keep(startPart(api(env, shared), home)),
    keep(startPart(codecServer(env, urls, shared), home)),
  ])
  const addresses = [
    `API              ${urls.api}/docs`,
    `Temporal         ${temporal.uiUrl ?? temporal.address}`,
    `simulated MIS    ${urls.simulator}/_sim/schools`,
    `tokens and state ${home.paths.folder}`,
  ]
  return {
    apiUrl: urls.api,
    simulatorUrl: urls.simulator,
    databaseUrl,
    settings: shared,
    home,
    tokens,
    addresses,
    ready: () => untilReady(urls.api),
  }
}

// The simulated MIS speaks plain HTTP on this machine; no deployment sets this.
const LOCAL_SOURCES = { TERMKEEPER_ALLOW_LOOPBACK_SOURCES: '1' } as const

interface Urls {
  readonly api: string
  readonly simulator: string
  readonly codec: string
  readonly ui: string
}

async function urlsOf(env: LocalEnvironment): Promise<Urls> {
  const at = (port: number) => `http://127.0.0.1:${port}`
  const codec = at(env.CODEC_PORT ?? (await freePort()))
  return {
    api: `http://${env.HOST}:${env.PORT}`,
    simulator: at(env.SIMULATOR_PORT),
    ui: at(env.TEMPORAL_UI_PORT),
    codec,
  }
}

type Settings = Readonly<Record<string, string>>

function simulator(env: LocalEnvironment, home: OpenHome): PartProgram {
  const args = ['--demo', '--state', home.paths.simulator]
  return {
    name: 'simulator',
    program: 'simulators/main.js',
    args,
    settings: { SIMULATOR_PORT: String(env.SIMULATOR_PORT) },
    ready: 'listens',
  }
}

/** Nobody is written to from a developer's machine unless a server is named: letters become files. */
function worker({ env, home, rosters }: StackNeeds, shared: Settings): PartProgram {
  const SMTP_URL = env.SMTP_URL ?? pathToFileURL(home.paths.notices).href
  const drop: Settings = rosters ? { ONEROSTER_FOLDER: rosters.dropFolder } : {}
  return { name: 'worker', program: 'workers/main.js', flags: workerFlags, settings: { ...shared, SMTP_URL, ...drop } }
}

function api(env: LocalEnvironment, shared: Settings): PartProgram {
  return { name: 'api', program: 'api/main.js', settings: { ...shared, HOST: env.HOST, PORT: String(env.PORT) } }
}

function codecServer(env: LocalEnvironment, { codec, ui }: Urls, shared: Settings): PartProgram {
  const origins = [ui, `http://localhost:${env.TEMPORAL_UI_PORT}`].join(',')
  return {
    name: 'codec server',
    program: 'workers/codec-server.js',
    settings: { ...shared, CODEC_PORT: new URL(codec).port, CODEC_ORIGINS: origins },
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
