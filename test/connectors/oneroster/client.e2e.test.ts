import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { ItemCode } from '../../../agreement/items.js'
import { departuresOf, failureOf, readAll } from '../support/reading.js'
import { open } from './support/open.js'
import { pagesOf, student, users } from './support/rows.js'
import { scriptedSource } from './support/scripted-source.js'
import type { Scripted, ScriptedSource } from './support/scripted-source.js'

let source: ScriptedSource
beforeEach(async () => {
  source = await scriptedSource()
})
afterEach(() => source.close())

const wanted: readonly ItemCode[] = ['pupil.name']
const pupils = () => readAll(open(source), 'pupil', wanted)

describe('tokens', () => {
  test('are asked for once, and again where one is refused early', async () => {
    let handed = 0
    source.script('auth/token', () => ({ access_token: `token-${++handed}`, expires_in: '3600' }))
    const whole = pagesOf([users('u1'), { 'x-total-count': '1' }])
    let refused = false
    source.script('schools/org-1/students', (request, response, body) => {
      if (refused) return whole(request, response, body)
      refused = true
      return void response.writeHead(401).end()
    })
    await pupils()
    expect([handed, source.bearers.at(-1)]).toEqual([2, 'Bearer token-2'])
  })

  test('are asked for again before they end', async () => {
    let handed = 0
    source.script('auth/token', () => ({ access_token: `token-${++handed}`, expires_in: 0.04 }))
    source.script('schools/org-1/enrollments', async () => {
      await sleep(30)
      return { enrollments: [] }
    })
    await pupils()
    expect([handed, source.asked.filter((one) => one.startsWith('GET')).length]).toEqual([2, 2])
  })

  test('are asked for where the setting says, with the client’s name as it is', async () => {
    source.script('elsewhere', () => ({ access_token: 'mine' }))
    const secret = { clientId: 'party|estab', clientSecret: 's:e%c' }
    await open({ ...source, tokenUrl: `${source.baseUrl}/elsewhere`, secret }).school()
    expect(source.asked[0]).toBe('POST /elsewhere')
    expect(source.bearers[0]).toBe(`Basic ${Buffer.from('party|estab:s:e%c').toString('base64')}`)
  })

  test.for([
    ['no token', () => ({ token_type: 'Bearer' }), 'SourceChangedShape'],
    ['a token with a line break', () => ({ access_token: 'a\r\nx: y' }), 'SourceChangedShape'],
    [
      'a refusal',
      (_: unknown, response: Parameters<Scripted>[1]) => void response.writeHead(400).end(),
      'SourceRefused',
    ],
  ] as const)('%s is a failure', async ([, answer, type]) => {
    source.script('auth/token', answer)
    const failure = await failureOf(open(source).school())
    expect([failure.type, failure.message.includes('x: y')]).toEqual([type, false])
  })
})

describe('a school', () => {
  test('that is another, or none of those the credentials open, is WrongSchool [R46]', async () => {
    source.script('schools/org-1', () => ({ org: { sourcedId: 'org-2', name: 'Other' } }))
    expect((await failureOf(open(source).school())).type).toBe('WrongSchool')
    source.script('schools/org-1', (_request, response) => void response.writeHead(404).end())
    source.script('orgs', pagesOf([{ orgs: [{ sourcedId: 'org-2', name: 'Other' }] }], [{ orgs: [] }]))
    expect((await failureOf(open(source).school())).type).toBe('WrongSchool')
  })

  test.for([
    ['3430', { establishmentNumber: '3430', laCode: null, urn: null }],
    ['801/3430', { establishmentNumber: '3430', laCode: '801', urn: null }],
    ['8013430', { establishmentNumber: '3430', laCode: '801', urn: null }],
    ['123456', { establishmentNumber: null, laCode: null, urn: '123456' }],
    ['other', { establishmentNumber: null, laCode: null, urn: null }],
  ] as const)('called %s', async ([identifier, known]) => {
    source.script('schools/org-1', () => ({ org: { sourcedId: 'org-1', name: 'Example', identifier } }))
    expect(await open(source).school()).toEqual({ ref: 'org-1', name: 'Example', ...known })
  })
})

describe('who is gone', () => {
  const gone = { ...student('u1'), status: 'tobedeleted', dateLastModified: '2026-11-09T02:00:00Z' }

  test('is asked for since an instant, and simpler where that is not understood', async () => {
    source.script('schools/org-1/students', (request, response) => {
      if (request.url?.includes('%21%3D')) return void response.writeHead(400).end()
      return request.url?.includes('offset=0') ? { users: [gone, student('u2')] } : { users: [] }
    })
    const found = await departuresOf(open(source), '2026-11-01T00:00:00Z')
    expect(found).toEqual([
      {
        kind: 'pupil',
        ref: 'u1',
        by: 'deletionRow',
        leftOn: null,
        at: '2026-11-09T02:00:00.000Z',
        identities: [{ kind: 'sourceId', value: 'u1' }],
      },
    ])
    const asked = source.asked.map((one) => new URL(one.split(' ')[1]!, source.baseUrl).searchParams.get('filter'))
    expect(asked).toContain("status!='active' AND dateLastModified>='2026-11-01T00:00:00Z'")
    expect(JSON.stringify(source.asked)).not.toMatch(/givenName|identifier/)
  })

  test('is nobody where the provider refuses the list', async () => {
    source.script('schools/org-1/students', (_request, response) => void response.writeHead(403).end())
    expect(await departuresOf(open(source))).toEqual([])
  })
})

describe('manners', () => {
  test('asks before every request, that for a token included', async () => {
    let looked = 0
    await open({ ...source, manners: { beforeRequest: async () => void (looked += 1) } }).school()
    expect([looked, source.asked.length]).toEqual([2, 2])
  })

  test('stops at once, with the reason it was given', async () => {
    source.script('schools/org-1', () => undefined)
    const stop = new AbortController()
    const work = open({ ...source, manners: { signal: stop.signal } }).school()
    await sleep(60)
    const reason = new Error('paused')
    stop.abort(reason)
    await expect(work).rejects.toBe(reason)
  })

  test('has one request in flight, however many lists are read at once', async () => {
    for (const list of ['students', 'teachers', 'classes', 'enrollments'])
      source.script(`schools/org-1/${list}`, async () => {
        await sleep(10)
        return { users: [], classes: [], enrollments: [] }
      })
    const opened = open(source)
    await Promise.all([
      readAll(opened, 'pupil', wanted),
      readAll(opened, 'staff', ['staff.name']),
      readAll(opened, 'group', ['pupil.classes']),
    ])
    expect(source.mostAtOnce()).toBe(1)
  })
})
