import { MockActivityEnvironment } from '@temporalio/testing'
import { buildApp } from '../../api/app.js'
import type { ApiDependencies } from '../../api/dependencies.js'
import { provisionActivities } from '../../activities/provision-school.js'
import type { Agreement } from '../../agreement/agreement.js'
import { admitPrincipal, makePrincipal, roles } from '../../db/control/principal.js'
import type { Role } from '../../db/control/principal.js'
import { buildDependencies } from '../../workers/dependencies.js'
import { freshDatabases } from '../support/databases.js'

export type Caller = Role | 'nobody'

export interface Answer {
  readonly status: number
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a body holds is what the test asserts
  readonly body: any
  readonly text: string
  readonly headers: Headers
}

/** How a request is sent when plain JSON by a caller's token is not the point. */
export interface Sent {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

type Built = Awaited<ReturnType<typeof buildDependencies>>

export type ApiUnderTest = Awaited<ReturnType<typeof startApi>>

/**
 * The API over real HTTP and real Postgres. One thing is replaced: `ring`, which would reach Temporal, keeps the names of the schools it
 * rang. What a lifecycle would do next therefore does not happen here; test/e2e has the whole.
 */
export async function startApi(
  replace: (built: Built) => Partial<ApiDependencies> = () => ({}),
  agreements?: readonly Agreement[],
) {
  const databases = await freshDatabases(agreements)
  const built = await buildDependencies({
    DATABASE_URL: databases.databaseUrl,
    KEYRING_URL: databases.keyringUrl,
    TERMKEEPER_ROOT_KEY: databases.rootKey,
    TERMKEEPER_EPOCH_STORE: databases.epochs,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    TEMPORAL_NAMESPACE: 'default',
    LOG_LEVEL: 'error',
    // What an activity may read; where a caller may send it is `endpoints`.
    TERMKEEPER_ALLOW_LOOPBACK_SOURCES: '1',
  })
  const rung: string[] = []
  const deps: ApiDependencies = {
    control: built.control,
    keyring: built.keyring,
    schools: built.schools,
    clock: () => new Date(),
    endpoints: { allowPlainLoopback: false },
    ring: async (school) => void rung.push(school),
    ringEnding: async (school) => void rung.push(`end/${school}`),
    temporalReady: async () => true,
    ...replace(built),
  }
  // As the API does when it starts.
  await deps.keyring.makeSchoolKeys('platform')
  const app = await buildApp(deps)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const tokens = new Map<Caller, string>()
  for (const role of roles) tokens.set(role, await makePrincipal(deps.control, role, role))

  const send = async (method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer> => {
    const isFile = Buffer.isBuffer(body)
    const plain = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const sent = isFile ? new Uint8Array(body) : plain
    const type = isFile ? 'application/zip' : 'application/json'
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...(sent !== undefined && { 'content-type': type }), ...headers },
      ...(sent !== undefined && { body: sent }),
    })
    return answerOf(response)
  }
  const call = (caller: Caller, method: string, path: string, body?: unknown, headers?: Sent['headers']) => {
    const token = tokens.get(caller)
    return send(method, path, { body, headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers } })
  }

  /** Registers a school; head and data administrator speak for it unless it is to be somebody else's. */
  const register = async (
    admitted: readonly Role[] = ['school', 'head'],
    more: Record<string, unknown> = {},
  ): Promise<string> => {
    const made = await call('operator', 'POST', '/v1/schools', newSchool(more))
    if (made.status !== 201) throw new Error(`registering answered ${made.status} ${made.text}`)
    for (const role of admitted) await admitPrincipal(deps.control, role, made.body.id)
    return made.body.id
  }
  return {
    app,
    url,
    databaseUrl: databases.databaseUrl,
    keyringUrl: databases.keyringUrl,
    epochs: databases.epochs,
    deps,
    rung,
    send,
    call,
    register,
    token: (role: Role) => tokens.get(role) ?? '',
    accept: (school: string, items?: readonly string[]) =>
      call('head', 'POST', `/v1/schools/${school}/acceptance`, acceptance({ ...(items && { items }) })),
    /** What the lifecycle would have had done: the school's own database. */
    provision: async (school: string) => {
      // An activity beats while it works, and needs somebody to hear it.
      await new MockActivityEnvironment().run(() => provisionActivities(built).provisionSchool({ school }))
    },
    stop: async () => {
      await app.close()
      await built.close()
      await databases.drop()
    },
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return {
    status: response.status,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
    text,
    headers: response.headers,
  }
}

/** A body that POST /v1/schools takes. */
export const newSchool = (more: Record<string, unknown> = {}) => ({
  name: 'Quillhaven School',
  urn: '123456',
  controller: 'The governing body',
  contacts: {
    main: { name: 'Main Contact', email: 'main@school.test' },
    data: { name: 'Data Contact', email: 'data@school.test' },
    head: { name: 'Head Teacher', email: 'head@school.test' },
  },
  contract: { startsOn: '2026-09-01' },
  agreement: 'assessment-portal',
  source: { connector: 'wonde', schoolId: 'A1930499544', token: 'a-token-of-the-source' },
  ...more,
})

/** A body that POST …/acceptance takes. */
export const acceptance = (more: Record<string, unknown> = {}) => ({
  version: 1,
  acceptedBy: { name: 'Head Teacher', role: 'head' },
  ...more,
})

/** What every refusal must be; answers its body without the one field that always differs. */
export function problemOf(answer: Answer) {
  const { requestId, ...problem } = answer.body ?? {}
  const typed = answer.headers.get('content-type') === 'application/problem+json; charset=utf-8'
  const whole = typed && typeof requestId === 'string' && requestId.length === 26 && problem.status === answer.status
  if (!whole) throw new Error(`${answer.status} is not a problem of ours: ${answer.text.slice(0, 300)}`)
  return problem
}
