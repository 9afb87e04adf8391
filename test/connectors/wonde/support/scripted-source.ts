import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What one path answers: a body or a promise of one, or whatever a test writes itself. Called once for each request, so it may count. */
export type Scripted = (request: IncomingMessage, response: ServerResponse) => unknown

export interface ScriptedSource {
  readonly baseUrl: string
  /** Every request, as path and query, in the order of arrival. */
  readonly asked: string[]
  readonly mostAtOnce: () => number
  readonly script: (path: string, answer: Scripted) => void
  readonly close: () => Promise<void>
}

export const SCHOOL = 'A1930499544'

/** A server that speaks just enough Wonde for one test to bend it: a school, an empty permission list, empty lists. */
export async function scriptedSource(): Promise<ScriptedSource> {
  const answers = new Map<string, Scripted>()
  const asked: string[] = []
  let [now, most] = [0, 0]

  const server = createServer((request, response) => {
    now += 1
    most = Math.max(most, now)
    response.on('close', () => (now -= 1))
    const url = new URL(request.url ?? '/', 'http://localhost')
    asked.push(url.pathname + url.search)
    const answer = answers.get(url.pathname) ?? (() => usual(url.pathname))
    void Promise.resolve(answer(request, response)).then((body) => {
      if (body !== undefined) json(response, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    baseUrl: `http://127.0.0.1:${port}`,
    asked,
    mostAtOnce: () => most,
    script: (path, answer) => answers.set(`/v1.0/${path.replace(':school', SCHOOL)}`, answer),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** One page of a list. */
export function page(rows: readonly unknown[], next: string | null = null, more = next !== null) {
  return { data: rows, meta: { pagination: { next, previous: null, more, per_page: '200' } } }
}

function usual(path: string): unknown {
  if (path === `/v1.0/schools/${SCHOOL}`)
    return { data: { id: SCHOOL, name: 'Example School', establishment_number: 3430 } }
  if (path.startsWith('/v1.0/meta/')) return page([])
  if (path.endsWith('/counts')) return { data: {} }
  return page([])
}
