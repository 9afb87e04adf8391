import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What one path answers: a body or a promise of one, or whatever a test writes itself. Called once for each request, so it may count. */
export type Scripted = (request: IncomingMessage, response: ServerResponse, body: string) => unknown

export interface ScriptedSource {
  readonly baseUrl: string
  /** Every request, as method, path and query, in the order of arrival. */
  readonly asked: string[]
  readonly bearers: (string | undefined)[]
  readonly mostAtOnce: () => number
  readonly script: (path: string, answer: Scripted) => void
  readonly close: () => Promise<void>
}

/** A provider that speaks just enough OneRoster for one test to bend it: a token, a school, and empty lists. */
export async function scriptedSource(): Promise<ScriptedSource> {
  const answers = new Map<string, Scripted>()
  const asked: string[] = []
  const bearers: (string | undefined)[] = []
  let [now, most] = [0, 0]

  const server = createServer((request, response) => {
    now += 1
    most = Math.max(most, now)
    response.on('close', () => (now -= 1))
    const url = new URL(request.url ?? '/', 'http://localhost')
    asked.push(`${request.method} ${url.pathname}${url.search}`)
    bearers.push(request.headers.authorization)
    void textOf(request)
      .then((body) => (answers.get(url.pathname.slice(1)) ?? (() => usual(url.pathname)))(request, response, body))
      .then((body) => {
        if (body !== undefined)
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    baseUrl: `http://127.0.0.1:${port}`,
    asked,
    bearers,
    mostAtOnce: () => most,
    script: (path, answer) => answers.set(path, answer),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function usual(path: string): unknown {
  if (path.endsWith('token')) return { access_token: 'first', token_type: 'Bearer', expires_in: 3600 }
  if (path === '/schools/org-1') return { org: { sourcedId: 'org-1', name: 'Example School', type: 'school' } }
  const list = path.split('/').at(-1) ?? ''
  return { [['students', 'teachers'].includes(list) ? 'users' : list]: [] }
}
