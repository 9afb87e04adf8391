import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { StackProblem } from './stack-problem.js'
import type { ProgramSources } from './temporal-programs.js'

type Environment = Readonly<Record<string, string | undefined>>

const port = z.coerce.number().int().min(1).max(65_535)
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ })
const flag = z.enum(['0', '1']).default('0')

/** What `npm start` reads from `process.env`; its parts are handed what they need. A default here is one of .env.example. */
const schema = z.object({
  TERMKEEPER_HOME: z.string().default('.termkeeper'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  TEMPORAL_UI_PORT: port.default(8233),
  SIMULATOR_PORT: port.default(3999),
  /** Without it a free port is picked. */
  CODEC_PORT: port.optional(),
  /** Real servers in place of the embedded ones. */
  DATABASE_URL: postgresUrl.optional(),
  KEYRING_URL: postgresUrl.optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s:]+:\d+$/)
    .optional(),
  AGREEMENTS_DIR: z.string().optional(),
  TERMKEEPER_ROOT_KEY: z.string().optional(),
  TERMKEEPER_EPOCH_STORE: z.string().optional(),
  /** Without it notices are written under TERMKEEPER_HOME; the worker checks its form. */
  SMTP_URL: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  TEMPORAL_CLI_PATH: z.string().optional(),
  TEMPORAL_TEST_SERVER_PATH: z.string().optional(),
  TERMKEEPER_OFFLINE: flag,
})

export type LocalEnvironment = z.infer<typeof schema>

const programSettings = schema.pick({
  TEMPORAL_CLI_PATH: true,
  TEMPORAL_TEST_SERVER_PATH: true,
  TERMKEEPER_OFFLINE: true,
})

const expectations: Readonly<Partial<Record<string, string>>> = {
  HOST: 'an address to listen on, such as 127.0.0.1',
  PORT: 'a port between 1 and 65535',
  TEMPORAL_UI_PORT: 'a port between 1 and 65535',
  SIMULATOR_PORT: 'a port between 1 and 65535',
  CODEC_PORT: 'a port between 1 and 65535',
  DATABASE_URL: 'a URL that begins with postgres://',
  KEYRING_URL: 'a URL that begins with postgres://',
  TEMPORAL_ADDRESS: 'host:port',
  LOG_LEVEL: 'debug, info, warn or error',
  TERMKEEPER_OFFLINE: '1 or 0',
}

/** The settings, or one sentence that names every bad one and what it must be, never its value: some of them carry passwords. */
export function readLocalEnvironment(env: Environment): LocalEnvironment {
  const settings = read(schema, env)
  if ((settings.DATABASE_URL === undefined) !== (settings.KEYRING_URL === undefined)) {
    throw new StackProblem(
      'DATABASE_URL and KEYRING_URL go together: give both for a Postgres of your own, or neither for the embedded one.',
    )
  }
  return settings
}

/** Where Temporal's programs may come from on this machine. */
export function programSources(env: Environment, say: (sentence: string) => void): ProgramSources {
  const {
    TEMPORAL_CLI_PATH: cli,
    TEMPORAL_TEST_SERVER_PATH: testServer,
    TERMKEEPER_OFFLINE,
  } = read(programSettings, env)
  return {
    settings: { ...(cli ? { temporal: cli } : {}), ...(testServer ? { 'temporal-test-server': testServer } : {}) },
    searchPath: env['PATH'] ?? '',
    cache: join(userCache(env['XDG_CACHE_HOME']), 'termkeeper'),
    offline: TERMKEEPER_OFFLINE === '1',
    say,
  }
}

function read<Schema extends z.ZodType>(of: Schema, env: Environment): z.infer<Schema> {
  // An empty setting is one that was not given.
  const parsed = of.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (parsed.success) return parsed.data
  const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
  const expected = names.map((name) => `${name} must be ${expectations[name] ?? 'text'}`)
  throw new StackProblem(`${expected.join('; ')} (see .env.example).`)
}

/** The XDG rule: unset and empty both mean the default. */
function userCache(xdg: string | undefined): string {
  return xdg === undefined || xdg === '' ? join(homedir(), '.cache') : xdg
}
