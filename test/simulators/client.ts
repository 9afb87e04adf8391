import { startSimulator } from '../../simulators/server.js'
import type { SimulatorOptions } from '../../simulators/server.js'

export interface Person {
  readonly misId: string
  readonly upn: string | null
  readonly forename: string
  readonly surname: string
  readonly classes: readonly string[]
  readonly groups: readonly string[]
  readonly [item: string]: unknown
}

export interface Truth {
  readonly at: string
  readonly pupils: readonly Person[]
  readonly staff: readonly Person[]
  readonly groups: readonly { readonly name: string; readonly type: string }[]
}

interface Wrapped {
  readonly date: string
  readonly timezone: string
}

/** A row as the API prints it, with what the tests look at. */
export interface Row {
  readonly id: string
  readonly upi: string
  readonly mis_id: string
  readonly name: string
  readonly type: string
  readonly forename: string | null
  readonly surname: string
  readonly identity: string
  readonly approved: boolean
  readonly subject: unknown
  readonly date_of_birth: Wrapped
  readonly updated_at: Wrapped
  readonly restored_at: Wrapped | null
  readonly year: { readonly data: Row }
  readonly house: { readonly data: unknown }
  readonly classes: { readonly data: readonly Row[] }
  readonly students: { readonly data: readonly Row[] }
  readonly employees: { readonly data: readonly Row[] }
  readonly education_details: { readonly data: { readonly leaving_date: Wrapped | null } }
  readonly extended_details: { readonly data: { readonly ethnicity: string | null; readonly sen_status: string } }
  readonly employment_details: { readonly data: { readonly current: boolean } }
}

export interface Page {
  readonly data: readonly Row[]
  readonly meta: {
    readonly pagination: {
      readonly next: string | null
      readonly more: boolean
      readonly per_page: unknown
      readonly current_page: unknown
    }
    readonly includes: readonly string[]
  }
}

/** What the control plane answers, with what the tests look at. */
interface Answered {
  readonly error?: string
  readonly data: SchoolSeen & { readonly events: readonly { readonly misId: string }[] }
}

export interface SchoolsSeen {
  readonly data: readonly SchoolSeen[]
}

interface SchoolSeen {
  readonly id: string
  readonly name: string
  readonly pupils: number
  readonly credentials: { readonly wonde: { readonly token: string } }
}

/** A simulator with one small school, and the two ways of speaking to it. */
export async function simulatorWith(school: object, options: SimulatorOptions = { now: '2026-11-23' }) {
  const simulator = await startSimulator(options)
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(simulator.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Answered }
  }
  const made = await call('POST', '/_sim/schools', { seed: 'test', profile: 'secondary11to16', pupils: 300, ...school })
  const { id, credentials } = made.body.data
  const { token } = credentials.wonde
  const own = `/v1.0/schools/${id}`
  const ask = async (path: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
    fetch(path.startsWith('http') ? path : simulator.url + path, { headers })
  const parsed = async (path: string): Promise<unknown> =>
    (await ask(path.startsWith('/') || path.startsWith('http') ? path : `${own}/${path}`)).json()
  const read = async (path: string) => (await parsed(path)) as Page
  return {
    ...simulator,
    id,
    token,
    own,
    call,
    ask,
    parsed,
    read,
    first: async (path: string) => (await read(path)).data[0]!,
    faults: async () => (await parsed('/_sim/faults')) as { data: { struck: number }[] },
    counted: async () => {
      const { data } = (await parsed('counts?include=students')) as { data: { students: { data: { count: number } } } }
      return data.students.data.count
    },
    walk: (path: string) => walk(read, path),
    truth: async (at?: string) =>
      (await call('GET', `/_sim/schools/${id}/truth${at ? `?at=${at}` : ''}`)).body as unknown as Truth,
    event: async (event: object) => call('POST', `/_sim/schools/${id}/events`, { events: [event] }),
    deny: async (...denied: string[]) => call('PUT', `/_sim/schools/${id}/permissions`, { denied }),
    fault: async (...faults: object[]) => call('PUT', '/_sim/faults', { faults }),
  }
}

/** Every row of a list, following `next` as it comes; at most fifty pages. */
async function walk(read: (path: string) => Promise<Page>, path: string): Promise<{ rows: Row[]; pages: number }> {
  const rows: Row[] = []
  let pages = 0
  for (let next: string | null = path; next !== null && pages < 50; pages += 1) {
    const page: Page = await read(next)
    rows.push(...page.data)
    next = page.meta.pagination.next
  }
  return { rows, pages }
}
