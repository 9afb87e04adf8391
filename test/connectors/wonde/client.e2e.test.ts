import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { failureOf, readAll } from '../support/reading.js'
import { open } from './support/open.js'
import { page, SCHOOL, scriptedSource } from './support/scripted-source.js'
import type { Scripted, ScriptedSource } from './support/scripted-source.js'

const school = { data: { id: SCHOOL, name: 'Example School' } }

let source: ScriptedSource
beforeEach(async () => {
  source = await scriptedSource()
})
afterEach(() => source.close())

/** Answers the first requests from a list, and then as a healthy source does. */
function firstThen(...answers: readonly Scripted[]): Scripted {
  let number = 0
  return (request, response) => (answers[number++] ?? (() => school))(request, response)
}

const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Scripted =>
  (_request, response) => {
    response.writeHead(code, headers).end('')
  }

const html: Scripted = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Back soon</html>')
}

const cut: Scripted = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"id":"A19","name":"Secret Na')
}

const dropped: Scripted = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' }).write('{"data":')
  setTimeout(() => response.destroy(), 5)
}

const refusedThenDropped: Scripted = (_request, response) => {
  response.writeHead(403, { 'content-type': 'application/json', 'content-length': '5000' }).write('{"error":')
  setTimeout(() => response.destroy(), 5)
}

describe('what is asked again', () => {
  test.for([
    ['two errors of the server', [status(500), status(503)]],
    ['a throttle without a time', [status(429)]],
    ['a maintenance page that says 200', [html]],
    ['an answer cut in its middle', [cut]],
    ['a connection lost in an answer', [dropped]],
    ['an empty answer', [status(200)]],
  ] as const)('gets through after %s', async ([, troubles]) => {
    source.script('schools/:school', firstThen(...troubles))
    await expect(open(source).school()).resolves.toMatchObject({ ref: SCHOOL })
    expect(source.asked).toHaveLength(troubles.length + 1)
  })

  test('waits as long as Retry-After says, in seconds', async () => {
    source.script('schools/:school', firstThen(status(429, { 'retry-after': '1' })))
    const begun = performance.now()
    await open(source).school()
    expect(performance.now() - begun).toBeGreaterThan(990)
  })

  test('waits until the date that Retry-After names', async () => {
    const at = new Date(Date.now() + 2_500).toUTCString()
    source.script('schools/:school', firstThen(status(503, { 'retry-after': at })))
    const begun = performance.now()
    await open(source).school()
    expect(performance.now() - begun).toBeGreaterThan(990)
  })

  test('gives up a wait that passes its patience, without waiting', async () => {
    source.script('schools/:school', status(429, { 'retry-after': '3000' }))
    const begun = performance.now()
    const failure = await failureOf(open(source).school())
    expect(failure.type).toBe('SourceThrottled')
    expect(performance.now() - begun).toBeLessThan(900)
  })
})

describe('what a failure is called', () => {
  test.for([
    ['a token that is refused', 'SourceRefused', status(401), 1],
    ['a school that withdrew its approval', 'SourceRefused', status(403), 1],
    ['a school that the token does not know', 'SourceRefused', status(404), 1],
    ['a refusal whose own words are cut off', 'SourceRefused', refusedThenDropped, 1],
    ['a request that is not understood', 'SourceChangedShape', status(422), 1],
    ['a redirect, which is not followed', 'SourceChangedShape', status(302, { location: 'http://127.0.0.1:1/' }), 1],
    ['another school', 'WrongSchool', () => ({ data: { id: 'A2', name: 'Other' } }), 1],
    ['a school without a name', 'SourceChangedShape', () => ({ data: { id: SCHOOL } }), 1],
    ['an answer cut every time', 'SourceIncomplete', cut, 4],
  ] as const)('%s is %s [R09]', async ([, type, answer, requests]) => {
    source.script('schools/:school', answer)
    const failure = await failureOf(open(source).school())
    expect(failure).toMatchObject({ name: 'SourceFailure', type })
    expect(source.asked).toHaveLength(requests)
  })

  test.for([
    ['errors without end', status(500)],
    ['a maintenance page without end', html],
  ] as const)('%s are SourceUnavailable once patience is spent', async ([, answer]) => {
    source.script('schools/:school', answer)
    const failure = await failureOf(open({ ...source, manners: { patienceMs: 60 } }).school())
    expect(failure.type).toBe('SourceUnavailable')
    expect(source.asked.length).toBeGreaterThan(2)
  })

  test('a hanging source is SourceUnavailable, in time', async () => {
    source.script('schools/:school', () => undefined)
    const opened = open({ ...source, manners: { patienceMs: 150 }, options: { timeoutMs: 40 } })
    const failure = await failureOf(opened.school())
    expect(failure).toMatchObject({ type: 'SourceUnavailable', message: 'school: no answer in time' })
  })

  test('a closed port is SourceUnavailable', async () => {
    const { baseUrl } = source
    await source.close()
    const failure = await failureOf(open({ baseUrl, manners: { patienceMs: 20 } }).school())
    expect(failure).toMatchObject({ type: 'SourceUnavailable', message: 'school: unreachable (ECONNREFUSED)' })
  })

  test('an answer beyond the cap is not received', async () => {
    source.script('schools/:school', () => ({ ...school, ballast: 'x'.repeat(200_000) }))
    const failure = await failureOf(open({ ...source, options: { bodyBytes: 100_000 } }).school())
    expect(failure.type).toBe('SourceChangedShape')
  })

  test('a failure quotes nothing that the source said', async () => {
    source.script('schools/:school', cut)
    const failure = await failureOf(open(source).school())
    expect(`${failure.stack} ${JSON.stringify(failure)} ${String(failure.cause)}`).not.toContain('Secret')
  })
})

describe('manners', () => {
  test('asks before every request, retries included', async () => {
    source.script('schools/:school', firstThen(status(500), status(500)))
    let asked = 0
    await open({ ...source, manners: { beforeRequest: async () => void (asked += 1) } }).school()
    expect(asked).toBe(3)
  })

  test('sends nothing when told not to', async () => {
    const stop = new Error('withdrawn')
    const manners = { beforeRequest: () => Promise.reject(stop) }
    await expect(open({ ...source, manners }).school()).rejects.toBe(stop)
    expect(source.asked).toEqual([])
  })

  test('stops at once in a request and in a wait, with the reason it was given', async () => {
    for (const answer of [() => undefined, status(429, { 'retry-after': '3' })]) {
      source.script('schools/:school', answer)
      const stop = new AbortController()
      const work = open({ ...source, manners: { signal: stop.signal } }).school()
      await sleep(60)
      const reason = new Error('paused')
      stop.abort(reason)
      await expect(work).rejects.toBe(reason)
    }
  })

  test('has one request in flight, however many lists are read at once', async () => {
    for (const list of ['students', 'employees', 'groups']) {
      source.script(`schools/:school/${list}`, async () => {
        await sleep(10)
        return page([])
      })
    }
    const opened = open(source)
    await Promise.all([
      readAll(opened, 'pupil', ['pupil.name']),
      readAll(opened, 'staff', ['staff.name']),
      readAll(opened, 'group', ['pupil.groups']),
    ])
    expect(source.mostAtOnce()).toBe(1)
    expect(source.asked.length).toBeGreaterThan(4)
  })

  test('has more in flight where it is told to', async () => {
    source.script('schools/:school', async () => {
      await sleep(30)
      return school
    })
    const opened = open({ ...source, options: { concurrency: 2 } })
    await Promise.all([opened.school(), opened.school(), opened.school()])
    expect(source.mostAtOnce()).toBe(2)
  })
})
