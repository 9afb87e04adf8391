import { describe, expect, test } from 'vitest'

import { openSource } from '../../connectors/registry.js'
import { newSource, sourceBinding } from '../../connectors/settings.js'
import { calm } from './support/reading.js'

const binding = { connector: 'wonde', schoolId: 'A1930499544' }
const secret = { token: '0123456789abcdef' }

describe('the address of a source', () => {
  test.for([
    ['http://api.wonde.com', 'plain_http'],
    ['ftp://api.wonde.com', 'plain_http'],
    ['https://127.0.0.1', 'internal_address'],
    ['https://0x7f.1', 'internal_address'],
    ['https://localhost', 'internal_address'],
    ['https://[::1]', 'internal_address'],
    ['https://[::ffff:10.0.0.1]', 'internal_address'],
    ['https://[fe80::1]', 'internal_address'],
    ['https://169.254.169.254', 'internal_address'],
    ['https://metadata.google.internal', 'internal_address'],
    ['https://10.1.2.3', 'internal_address'],
    ['https://172.20.0.1', 'internal_address'],
    ['https://192.168.0.1', 'internal_address'],
    ['https://100.100.100.200', 'internal_address'],
    ['https://postgres', 'internal_address'],
    ['https://user:password@api.wonde.com', 'credentials_in_url'],
    ['api.wonde.com', 'not_a_url'],
  ] as const)('%s is refused as %s [R09]', ([baseUrl, fault]) => {
    const result = sourceBinding({ allowPlainLoopback: false }).safeParse({ ...binding, baseUrl })
    expect(result.error?.issues).toMatchObject([{ path: ['baseUrl'], message: fault }])
    expect(() => openSource('wonde', { ...binding, baseUrl }, secret, calm)).toThrow(`binding: baseUrl: ${fault}`)
  })

  test('is Wonde’s own if none is said', () => {
    const read = sourceBinding({ allowPlainLoopback: false }).parse(binding)
    expect(read.baseUrl).toBe('https://api.wonde.com')
  })

  test('may be plain on this machine, and only there, where the local stack says so [R09]', () => {
    const local = sourceBinding({ allowPlainLoopback: true })
    expect(local.safeParse({ ...binding, baseUrl: 'http://127.0.0.1:3999' }).success).toBe(true)
    expect(local.safeParse({ ...binding, baseUrl: 'http://192.168.0.1:3999' }).success).toBe(false)
    expect(local.safeParse({ ...binding, baseUrl: 'http://api.wonde.com' }).success).toBe(false)
  })
})

describe('the addresses of OneRoster', () => {
  const roster = { connector: 'oneroster', version: '1.1', schoolId: 'org-1', baseUrl: 'https://rosters.example' }
  const client = { clientId: 'client', clientSecret: 'secret' }

  test('are two, and neither may be inside our network [R09]', () => {
    for (const key of ['baseUrl', 'tokenUrl']) {
      const read = sourceBinding({ allowPlainLoopback: false }).safeParse({
        ...roster,
        [key]: 'https://169.254.169.254/token',
      })
      expect(read.error?.issues).toMatchObject([{ path: [key], message: 'internal_address' }])
    }
    expect(sourceBinding({ allowPlainLoopback: false }).safeParse(roster).success).toBe(true)
  })

  test('part from their secret when a school is registered', () => {
    const { binding, secret } = newSource({ allowPlainLoopback: false }).parse({ ...roster, ...client, format: 'csv' })
    expect(binding).toEqual({ ...roster, format: 'csv' })
    expect(secret).toEqual(client)
  })

  test.for([
    ['no version', { version: undefined }, 'binding: version'],
    ['a version that does not exist', { version: '1.0' }, 'binding: version'],
    ['a school that leaves its header', { schoolId: 'a\r\nb' }, 'binding: schoolId'],
    ['another connector’s setting', { token: 'x' }, 'binding: '],
  ] as const)('with %s no request is made', ([, changed, message]) => {
    expect(() => openSource('oneroster', { ...roster, ...changed }, client, calm)).toThrow(message)
  })
})

describe('settings that no request may be made with', () => {
  test.for([
    ['a school id that leaves its path', { ...binding, schoolId: '../contacts' }, secret, 'binding: schoolId'],
    ['a connector that does not exist', { ...binding, connector: 'clever' }, secret, 'binding: connector'],
    ['a setting that nobody reads', { ...binding, region: 'uk' }, secret, 'binding: '],
    ['no token', binding, {}, 'secret: token'],
    ['a token with a line break', binding, { token: 'a\r\nx-admin: 1' }, 'secret: token'],
  ] as const)('%s', ([, bound, credentials, message]) => {
    expect(() => openSource('wonde', bound, credentials, calm)).toThrow(message)
    expect(() => openSource('wonde', bound, credentials, calm)).not.toThrow('x-admin')
  })
})

describe('settings of Xporter that no request may be made with', () => {
  const school = { connector: 'xporter', schoolId: '9704001', relyingParty: 'app.example.dev' }
  const own = { schoolSecret: 'b7a1c0de-0000-4000-8000-000000000000' }

  test.for([
    ['a school that is not seven digits', { ...school, schoolId: '970/400' }, own, 'binding: schoolId'],
    ['no application', { ...school, relyingParty: '' }, own, 'binding: relyingParty'],
    ['a setting that nobody reads', { ...school, token: 'x' }, own, 'binding: '],
    ['no secret', school, {}, 'secret: schoolSecret'],
    ['a secret with a line break', school, { schoolSecret: 'a\r\nx-admin: 1' }, 'secret: schoolSecret'],
  ] as const)('%s', ([, bound, credentials, message]) => {
    expect(() => openSource('xporter', bound, credentials, calm)).toThrow(message)
    expect(() => openSource('xporter', bound, credentials, calm)).not.toThrow('x-admin')
  })

  test('the address is Groupcall’s own if none is said', () => {
    const read = sourceBinding({ allowPlainLoopback: false }).parse(school)
    expect(read.baseUrl).toBe('https://xporter.groupcall.com')
  })
})
