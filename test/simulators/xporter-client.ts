import { startSimulator } from '../../simulators/server.js'
import type { Truth } from './client.js'

interface Credentials {
  readonly schoolId: string
  readonly relyingParty: string
  readonly schoolSecret: string
  readonly managementSecret: string
}

export type XporterRow = Readonly<Record<string, string | number | null>>

/** An answer, with what the tests look at. */
export interface XporterAnswer {
  readonly token: string | null
  readonly expires: string
  readonly ExceptionMessage?: string | null
  readonly AuthorisationPaused?: boolean
  readonly Scopes: readonly string[]
  readonly Students: readonly XporterRow[]
  readonly Leavers: readonly XporterRow[]
  readonly Students_deleted: readonly XporterRow[]
  readonly Staff: readonly XporterRow[]
  readonly Group: readonly XporterRow[]
  readonly StudentMembers: readonly XporterRow[]
  readonly SchoolInfo: readonly XporterRow[]
  readonly counts: readonly XporterRow[]
  readonly meta: readonly XporterRow[]
  readonly __pagination__?: readonly XporterRow[]
  readonly __changedRows__: readonly { readonly NextChangedRows: string; readonly SnapshotDate: string | null }[]
  readonly __dbStatus__: readonly XporterRow[]
  readonly [name: string]: unknown
}

/** A simulator with one school, spoken to as a client of Xporter would. */
export async function xporterWith(pupils = 150) {
  const simulator = await startSimulator({ now: '2026-11-23' })
  const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(simulator.url + path, { method, headers, ...sent })
    return { status: response.status, body: (await response.json()) as XporterAnswer }
  }
  const sim = async (method: string, path: string, body?: object) =>
    (await call(method, `/_sim/${path}`, body)).body as { readonly data?: unknown }
  const spec = { seed: 'xporter', profile: 'secondary11to16', pupils, name: 'Xporter School' }
  const made = (await sim('POST', 'schools', spec)).data as {
    readonly id: string
    readonly credentials: { readonly xporter: Credentials }
  }
  const { xporter: credentials } = made.credentials
  const getToken = async (changes: object = {}) => {
    const { schoolId, relyingParty, schoolSecret } = credentials
    const body = { estab: schoolId, relyingParty, password: schoolSecret, thirdpartyid: 'XporterOnDemand', ...changes }
    return (await call('POST', '/api/oauth/GetToken', body)).body
  }
  const get = async (path: string, token?: string | null) => {
    const authorization = `Idaas ${token === undefined ? ((await getToken()).token ?? '') : (token ?? '')}`
    return call('GET', path, undefined, { authorization })
  }
  return {
    url: simulator.url,
    stop: simulator.stop,
    id: made.id,
    credentials,
    call,
    sim,
    getToken,
    get,
    read: async (path: string) => (await get(`/api/v1/School/${credentials.schoolId}/${path}`)).body,
    habits: (habits: object) => sim('PUT', `schools/${made.id}/habits`, habits),
    deny: (...scopes: string[]) => sim('PUT', `schools/${made.id}/permissions`, { denied: scopes.map((one) => `xporter.${one}`) }), // prettier-ignore
    event: (event: object) => sim('POST', `schools/${made.id}/events`, { events: [event] }),
    truth: async () => (await sim('GET', `schools/${made.id}/truth`)) as unknown as Truth,
  }
}
