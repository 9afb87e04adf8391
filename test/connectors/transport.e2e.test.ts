import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSource } from '../../connectors/registry.js'
import type { ConnectorName } from '../../connectors/settings.js'
import { calm, failureOf } from './support/reading.js'

// What a TLS client says first: a handshake record (22), version 3.x.
const HANDSHAKE = /^\x16\x03/

let server: Server
let port: number
let heard = ''

beforeAll(async () => {
  server = createServer((socket) => {
    socket.setEncoding('latin1')
    socket.on('error', () => undefined)
    socket.once('data', (bytes: string) => {
      heard += bytes
      socket.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const SECRET = 'a-secret-that-nobody-may-hear'
const sources: readonly (readonly [ConnectorName, object, object])[] = [
  ['xporter', { schoolId: '9704001', relyingParty: 'app.test.dev' }, { schoolSecret: SECRET }],
  ['wonde', { schoolId: 'A1930499544' }, { token: SECRET }],
  ['oneroster', { schoolId: 'org-1', version: '1.1', format: 'rest' }, { clientId: 'client', clientSecret: SECRET }],
]

test.for(sources)(
  '%s is spoken to by TLS from the first byte on, and whoever cannot show who it is hears nothing more [R09][R45]',
  async ([connector, binding, secret]) => {
    heard = ''
    const bound = { connector, ...binding, baseUrl: `https://127.0.0.1:${port}` }
    const manners = { ...calm, patienceMs: 50 }
    const source = openSource(connector, bound, secret, manners, { allowPlainLoopback: true })
    expect(await failureOf(source.school())).toMatchObject({ type: 'SourceUnavailable' })
    expect(heard).toMatch(HANDSHAKE)
    expect(heard).not.toContain(SECRET)
    expect(heard).not.toContain(Buffer.from(SECRET).toString('base64'))
  },
)

test.for(sources)('%s is not spoken to in clear, wherever it is [R09][R45]', ([connector, binding, secret]) => {
  const bound = { connector, ...binding, baseUrl: 'http://mis.example' }
  expect(() => openSource(connector, bound, secret, calm)).toThrow(/plain_http/)
})
