import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi } from './api-under-test.js'
import type { ApiUnderTest } from './api-under-test.js'

interface Operation {
  readonly 'x-roles': unknown
  readonly security?: unknown
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, unknown>>
}

let api: ApiUnderTest
let document: { openapi: string; security: unknown; paths: Record<string, Record<string, Operation>> }
let operations: (readonly [string, Operation])[]
beforeAll(async () => {
  api = await startApi()
  const answer = await api.send('GET', '/openapi.json')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  document = answer.body
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  )
})
afterAll(() => api?.stop())

// Not about schools: the contract itself, its page, and what is measured.
const hidden = (url: string) => url.startsWith('/docs') || url === '/openapi.json' || url === '/metrics'

test('lists exactly the routes that are served, with the roles that may call each', () => {
  const served = api.app.rights.filter(({ method, url }) => method !== 'HEAD' && !hidden(url))
  const asListed = served.map(({ method, url, roles }) => [`${method} ${url.replace(/:(\w+)/g, '{$1}')}`, roles])
  const asDocumented = operations.map(([route, operation]) => [route, operation['x-roles']])
  expect(Object.fromEntries(asDocumented)).toEqual(Object.fromEntries(asListed))
})

test('asks for a token everywhere but where anybody may call', () => {
  expect([document.openapi, document.security]).toEqual(['3.1.0', [{ token: [] }]])
  const open = operations.filter(([, { security }]) => security !== undefined)
  expect(open.map(([route, { security }]) => [route, security])).toEqual([
    ['GET /health', []],
    ['GET /ready', []],
    ['GET /v1/keys', []],
    ['POST /v1/webhooks/{connector}', []],
  ])
})

test('names the parameters of every address, the page of every list, and a schema of every body', () => {
  for (const [route, { parameters = [], requestBody, responses }] of operations) {
    const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`)
    expect(inPath.sort()).toEqual((route.match(/\{\w+\}/g) ?? []).sort())
    const body = JSON.stringify(Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1])
    expect(body).toContain(route.endsWith('/photo') ? '"image/jpeg"' : '"application/json"')
    if (body.includes('"next"') && !route.includes('agreements'))
      expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['limit', 'after']))
    if (/^(PUT|POST \/v1\/schools$|POST .*(acceptance|ack)$)/.test(route))
      expect(JSON.stringify(requestBody)).toContain('"type":"object"')
  }
})

test('says what a source must say, and never gives a secret as an answer', () => {
  const registering = JSON.stringify(document.paths['/v1/schools']?.['post']?.requestBody)
  for (const field of ['schoolId', 'baseUrl', 'token']) expect(registering).toContain(`"${field}"`)
  for (const [, { responses }] of operations) expect(JSON.stringify(responses)).not.toMatch(/"(token|secret)"/)
})

test('has a page, and the page loads all it names from here alone', async () => {
  const page = await api.send('GET', '/docs')
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  const named = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, address = '']) => new URL(address, `${api.url}/docs/`),
  )
  expect(named.length).toBeGreaterThan(3)
  for (const { origin, pathname } of named) {
    expect(origin).toBe(api.url)
    expect((await api.send('GET', pathname)).status).toBe(200)
  }
  expect((await api.send('GET', '/docs/json')).body).toEqual(document)
  expect(page.text).not.toMatch(/<script>[^<]/)
})
