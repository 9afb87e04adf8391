import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failureOf } from '../support/reading.js'
import { error, ESTAB, open, page, PARTY, read, scriptedXporter } from './support/scripted-source.js'
import type { Scripted, ScriptedXporter } from './support/scripted-source.js'

let source: ScriptedXporter
beforeEach(async () => {
  source = await scriptedXporter()
})
afterEach(() => source.close())

const times = (word: string) => source.asked.filter((path) => path.includes(word)).length
const noToken = (message: string) => ({ token: null, expires: '0001-01-01T00:00:00', ...error(message) })

const status =
  (code: number, body: object = {}): Scripted =>
  (_url, response) => {
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

/** Refuses the first token it sees, in its own way, and takes the next. */
function refusingOnce(refuse: Scripted): Scripted {
  return (url, response, request) =>
    request.headers.authorization === 'Idaas token1' ? refuse(url, response, request) : page('Students', [{ Id: '1' }])
}

describe('a token', () => {
  test('is asked for with the school’s own secret, once for all requests [R47]', async () => {
    let sent = ''
    source.script('GetToken', (_url, _response, request) => {
      request.on('data', (part: Buffer) => (sent += part.toString()))
      return { token: 'once', expires: '2099-01-01T00:00:00.1234567Z', ...error('') }
    })
    const opened = open(source)
    await opened.school()
    await read(opened)
    expect(JSON.parse(sent)).toEqual({
      estab: ESTAB,
      relyingParty: PARTY,
      password: 'a-secret',
      thirdpartyid: 'XporterOnDemand',
    })
    expect([times('GetToken'), times('secret')]).toEqual([1, 0])
  })

  test.for([
    ['a status', status(401)],
    ['words in a body', () => error('The token has expired.')],
    ['other words in a body', () => ({ Message: 'Unauthorized: token missing or incorrect' })],
    ['words with another status', status(500, error('Invalid token'))],
  ] as const)('that is refused with %s is replaced once', async ([, refuse]) => {
    source.script('Students', refusingOnce(refuse))
    expect((await read(open(source))).end.records).toBe(1)
    expect(times('GetToken')).toBe(2)
  })

  test('that is refused twice is the school’s refusal', async () => {
    source.script('Students', status(401))
    expect((await failureOf(read(open(source)))).type).toBe('SourceRefused')
    expect(times('GetToken')).toBe(2)
  })

  test('is renewed before its end, and used until it is refused where the clocks disagree', async () => {
    for (const [expires, renewed] of [
      [new Date(Date.now() + 600_050).toISOString(), 2],
      ['2001-01-01T00:00:00Z', 1],
      ['soon', 1],
    ] as const) {
      source.asked.length = 0
      source.script('GetToken', () => ({ token: 'short', expires, ...error('') }))
      const opened = open(source)
      await opened.school()
      await new Promise((resolve) => setTimeout(resolve, 60))
      await read(opened)
      expect(times('GetToken')).toBe(renewed)
    }
  })
})

describe('no token', () => {
  test.for([
    [
      'paused, in words',
      () => noToken('Authorisation is currently paused while the school …'),
      'SourceRefused',
      'paused',
    ],
    ['paused, as a property', () => ({ token: null, AuthorisationPaused: true }), 'SourceRefused', 'paused'],
    ['paused, with a status', status(403, noToken('Authorisation is currently paused')), 'SourceRefused', 'paused'],
    ['revoked', () => noToken('Relying Party not found for estab or secret not correct'), 'SourceRefused', 'revoked'],
    ['revoked, with a status', status(500, noToken('secret not correct')), 'SourceRefused', 'revoked'],
    ['a bare refusal', status(401), 'SourceRefused', 'status 401'],
    ['for a reason unknown to us', () => noToken('Timeout expired, pupil Secret'), 'SourceUnavailable', 'do not know'],
    ['and no reason', () => ({ token: null, expires: null }), 'SourceChangedShape', 'token: missing'],
  ] as const)('%s', async ([, answer, type, words]) => {
    source.script('GetToken', answer)
    const failure = await failureOf(open(source).school())
    expect(failure).toMatchObject({ name: 'SourceFailure', type })
    expect(failure.message).toContain(words)
    expect(failure.message).not.toMatch(/Secret|estab|a-secret/)
    expect(source.asked).toHaveLength(1)
  })
})

describe('whose token it is', () => {
  test.for([
    ['another school', { Estab: '9704002' }],
    ['another application', { RelyingParty: 'app.other.dev' }],
    ['nobody', { Estab: null }],
  ] as const)('%s: nothing of it is believed [R46]', async ([, details]) => {
    source.script('TokenDetails', () => ({ Estab: ESTAB, RelyingParty: PARTY, Scopes: [], ...details }))
    expect((await failureOf(open(source).school())).type).toBe('WrongSchool')
    expect(times('/School/')).toBe(0)
  })

  test('this school: its name as the token has it, its number the one that is bound; nothing else of it is asked [R34]', async () => {
    expect(await open(source).school()).toEqual({
      ref: ESTAB,
      name: 'Example School',
      laCode: '970',
      establishmentNumber: '4001',
      urn: null,
    })
    expect(times('/School/')).toBe(0)
  })

  test('a school that shares nothing of itself still has a name', async () => {
    source.script('TokenDetails', () => ({ estab: ESTAB, relyingParty: PARTY, name: 'By token', scopes: ['Student'] }))
    expect(await open(source).school()).toMatchObject({ name: 'By token', establishmentNumber: '4001' })
  })
})
