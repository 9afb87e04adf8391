import { z } from 'zod'

const vault = {
  KEYRING_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  TERMKEEPER_ROOT_KEY: z.string().min(1),
  TERMKEEPER_EPOCH_STORE: z.string().min(1),
}

/** What a worker reads from `process.env`, and nothing else reads it. */
const worker = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  ...vault,
  TEMPORAL_ADDRESS: z.string().regex(/^[^\s:]+:\d+$/),
  TEMPORAL_NAMESPACE: z.string().min(1).default('schools'),
  /** Where schools are ended; `eraser`, if it is left out. */
  TEMPORAL_ERASER_NAMESPACE: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** How many days backups of the databases are kept; 35, if it is left out. */
  BACKUP_RETENTION_DAYS: z.coerce.number().int().min(0).max(3650).optional(),
  /** Where providers put files of rosters. */
  ONEROSTER_FOLDER: z.string().min(1).optional(),
  /** Without it notices wait. An empty setting is one that was not given. */
  SMTP_URL: z.preprocess((text) => (text === '' ? undefined : text), z.string().refine(isPost).optional()),
  /** Only where the source is a simulator on this machine (the local stack sets it). */
  TERMKEEPER_ALLOW_LOOPBACK_SOURCES: z.enum(['1']).optional(),
})

export type WorkerEnvironment = z.infer<typeof worker>

/** What the codec server reads. */
const codecServer = z.object({
  ...vault,
  HOST: z.string().min(1).default('127.0.0.1'),
  CODEC_PORT: z.coerce.number().int().min(1).max(65_535),
  /** Where Temporal's UI is served, separated by commas: pages that may ask for payloads to be opened. */
  CODEC_ORIGINS: z.string().transform((text) => text.split(',').filter(Boolean)),
})

export const readWorkerEnvironment = (env: NodeJS.ProcessEnv): WorkerEnvironment => read(worker, env)
export const readCodecEnvironment = (env: NodeJS.ProcessEnv): z.infer<typeof codecServer> => read(codecServer, env)

/** A server and the vendor's own address to write from, or a folder of files. */
function isPost(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, searchParams } = new URL(text)
  if (protocol === 'file:') return hostname === ''
  return /^smtps?:$/.test(protocol) && hostname !== '' && /^[^\s@]+@[^\s@]+$/.test(searchParams.get('from') ?? '')
}

/** Throws one sentence that names every setting that is missing or bad, and never its value. */
function read<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.infer<Schema> {
  const parsed = schema.safeParse(env)
  if (parsed.success) return parsed.data
  const bad = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))]
  throw new Error(`These settings are missing or not of the form that .env.example describes: ${bad.join(', ')}.`)
}
