import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { PayloadCodec } from '@temporalio/common'
import { decodeForPage } from './json-payloads.js'
import { postedPayloads } from './posted-payloads.js'

export interface CodecServerOptions {
  readonly codec: PayloadCodec
  readonly host: string
  readonly port: number
  /** The pages that may ask: where Temporal's UI is served. */
  readonly origins: readonly string[]
}

export interface RunningCodecServer {
  /** The one that was asked for, or the one that was found free for 0. */
  readonly port: number
  readonly stop: () => Promise<void>
}

/** Opens payloads for Temporal's UI. It decodes only: nothing of ours is ever written from a browser. */
export async function startCodecServer(options: CodecServerOptions): Promise<RunningCodecServer> {
  const server = createServer((request, response) => {
    answer(options, request).then(
      (reply) => send(request, response, reply),
      // What is left to go wrong is the keyring, and that passes. The message stays here: it may name hosts.
      () => response.writeHead(503).end(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve)
  })
  return { port: portOf(server, options.port), stop: () => stop(server) }
}

interface Answer {
  readonly status: 200 | 204 | 400 | 403 | 404 | 413
  readonly body?: string
}

async function answer({ codec, origins }: CodecServerOptions, request: IncomingMessage): Promise<Answer> {
  const { headers, method } = request
  const { origin } = headers
  // A page of another origin must not read payloads with the help of an operator's browser.
  if (origin !== undefined && !origins.includes(origin)) return { status: 403 }
  if (method === 'OPTIONS') return { status: 204 }
  if (method !== 'POST' || request.url?.split('?')[0] !== '/decode') return { status: 404 }
  const posted = await postedPayloads(request)
  if ('refused' in posted) return { status: posted.refused }
  return { status: 200, body: JSON.stringify(await decodeForPage(codec, posted)) }
}

function send(request: IncomingMessage, response: ServerResponse, { status, body = '' }: Answer): void {
  const { origin } = request.headers
  if (origin !== undefined && status !== 403) response.setHeaders(allowing(origin))
  if (status === 200) response.setHeader('content-type', 'application/json; charset=utf-8')
  response.setHeader('cache-control', 'no-store').writeHead(status).end(body)
}

function allowing(origin: string): Map<string, string> {
  return new Map([
    ['access-control-allow-origin', origin],
    ['access-control-allow-methods', 'POST'],
    ['access-control-allow-headers', 'content-type, x-namespace, authorization'],
    ['vary', 'origin'],
  ])
}

function portOf(server: Server, asked: number): number {
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : asked
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
