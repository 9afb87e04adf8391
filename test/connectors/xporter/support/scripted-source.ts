import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ItemCode } from '../../../../agreement/items.js'
import type { Source, SourceKind, SourceManners } from '../../../../connectors/source.js'
import { xporterSource } from '../../../../connectors/xporter/xporter-source.js'
import type { XporterOptions } from '../../../../connectors/xporter/xporter-source.js'
import { calm, readAll } from '../../support/reading.js'

/** What one path answers, by its last part in lower case: a body, or whatever a test writes itself. Called once for each request. */
export type Scripted = (url: URL, response: ServerResponse, request: IncomingMessage) => unknown

export interface ScriptedXporter {
  readonly baseUrl: string
  readonly asked: string[]
  readonly mostAtOnce: () => number
  readonly script: (name: string, answer: Scripted) => void
  readonly close: () => Promise<void>
}

export const ESTAB = '9704001'
export const PARTY = 'app.test.dev'

/** An error as Xporter says it, in a body. */
export const error = (ExceptionMessage: string) => ({
  Message: null,
  ExceptionType: null,
  ExceptionMessage,
  InnerException: null,
})

/** A server that speaks just enough Xporter for one test to bend it: a token, a school that shares everything, empty lists. */
export async function scriptedXporter(): Promise<ScriptedXporter> {
  const answers = new Map<string, Scripted>()
  const asked: string[] = []
  let [tokens, now, most] = [0, 0, 0]
  const usual: Readonly<Record<string, () => unknown>> = {
    gettoken: () => ({
      token: `token${(tokens += 1)}`,
      expires: new Date(Date.now() + 432_000_000).toISOString(),
      ...error(''),
    }),
    tokendetails: () => ({
      Estab: ESTAB,
      RelyingParty: PARTY,
      Name: 'Example School',
      Scopes: ['Student', 'StudentExtended', 'UPN', 'Staff', 'School'],
      ...error(''),
    }),
    students: () => page('Students', []),
    staff: () => page('Staff', []),
    groups: () => page('Group', []),
  }
  const server = createServer((request, response) => {
    now += 1
    most = Math.max(most, now)
    response.on('close', () => (now -= 1))
    const url = new URL(request.url ?? '/', 'http://localhost')
    asked.push(url.pathname + url.search)
    const name = url.pathname.split('/').at(-1)?.toLowerCase() ?? ''
    const status = url.searchParams.has('onlyGetDbStatus') ? 'dbstatus' : name
    const answer = answers.get(status) ?? (() => usual[status]?.() ?? {})
    void Promise.resolve(answer(url, response, request)).then((body) => {
      if (body !== undefined) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    asked,
    mostAtOnce: () => most,
    script: (name, answer) => answers.set(name.toLowerCase(), answer),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** One answer of one dataset; `said` is what it says of its pages. */
export function page(name: string, rows: readonly unknown[], said: object | null = {}) {
  const pages = { PageSize: 1_000, PageNumber: 1, PageCount: 1, RowCount: rows.length, NextPage: '?page=9', ...said }
  return { [name]: rows, meta: [], ...(said === null ? {} : { __pagination__: [pages] }) }
}

/** A source on this machine whose retries take milliseconds. */
export function open(
  { baseUrl }: Pick<ScriptedXporter, 'baseUrl'>,
  manners: Partial<SourceManners> = {},
  options: Partial<XporterOptions> = {},
): Source {
  return xporterSource(
    { connector: 'xporter', schoolId: ESTAB, relyingParty: PARTY, baseUrl },
    { schoolSecret: 'a-secret' },
    { ...calm, ...manners },
    { allowPlainLoopback: true, firstWaitMs: 4, ...options },
  )
}

export const read = (source: Source, kind: SourceKind = 'pupil', wanted: readonly ItemCode[] = ['pupil.name']) =>
  readAll(source, kind, wanted)
