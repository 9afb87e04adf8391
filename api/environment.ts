import { z } from 'zod'

const postgres = z.url({ protocol: /^postgres(ql)?$/ })

/** What the API reads from `process.env`, and nothing else reads it. */
const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  DATABASE_URL: postgres,
  KEYRING_URL: postgres,
  TERMKEEPER_ROOT_KEY: z.string().min(1),
  TERMKEEPER_EPOCH_STORE: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().regex(/^[^\s:]+:\d+$/),
  TEMPORAL_NAMESPACE: z.string().min(1).default('schools'),
  /** Where schools are ended; `eraser`, if it is left out. */
  TEMPORAL_ERASER_NAMESPACE: z.string().min(1).optional(),
  /** What the addresses given to sources for their webhooks carry as `?key=`. */
  WEBHOOK_KEY: z.string().min(32).max(500).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Only where sources are simulators on this machine (the local stack sets it). */
  TERMKEEPER_ALLOW_LOOPBACK_SOURCES: z.enum(['1']).optional(),
})

export type ApiEnvironment = z.infer<typeof schema>

/** Throws one sentence that names every setting that is missing or bad, and never its value. */
export function readEnvironment(env: NodeJS.ProcessEnv): ApiEnvironment {
  const parsed = schema.safeParse(env)
  if (parsed.success) return parsed.data
  const bad = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))]
  throw new Error(`These settings are missing or not of the form that .env.example describes: ${bad.join(', ')}.`)
}
