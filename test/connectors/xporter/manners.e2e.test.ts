import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { open, page, read, scriptedXporter } from './support/scripted-source.js'
import type { ScriptedXporter } from './support/scripted-source.js'

let source: ScriptedXporter
beforeEach(async () => {
  source = await scriptedXporter()
})
afterEach(() => source.close())

test('asks before every request, the one for the token and repetitions included', async () => {
  let times = 0
  source.script('Students', (_url, response) => {
    if ((times += 1) > 1) return page('Students', [])
    response.writeHead(503).end()
    return undefined
  })
  let looked = 0
  await read(open(source, { beforeRequest: async () => void (looked += 1) }))
  expect(looked).toBe(source.asked.length)
  expect(times).toBe(2)
})

test('sends nothing when told not to, not even for a token', async () => {
  const stop = new Error('withdrawn')
  await expect(open(source, { beforeRequest: () => Promise.reject(stop) }).school()).rejects.toBe(stop)
  expect(source.asked).toEqual([])
})

test('stops at once, with the reason it was given', async () => {
  source.script('Students', () => undefined)
  const stop = new AbortController()
  const work = read(open(source, { signal: stop.signal }))
  await sleep(80)
  const reason = new Error('paused')
  stop.abort(reason)
  await expect(work).rejects.toBe(reason)
})

test('waits as long as it is asked to', async () => {
  let times = 0
  source.script('GetToken', (_url, response) => {
    if ((times += 1) > 1) return { token: 'late', expires: '2099-01-01T00:00:00Z', ExceptionMessage: null }
    response.writeHead(429, { 'retry-after': '1' }).end()
    return undefined
  })
  const began = performance.now()
  await open(source).school()
  expect(performance.now() - began).toBeGreaterThan(990)
})

test('has one request in flight, however many lists are read at once', async () => {
  for (const [name, dataset] of [
    ['Students', 'Students'],
    ['Staff', 'Staff'],
    ['Groups', 'Group'],
  ] as const)
    source.script(name, async () => {
      await sleep(10)
      return page(dataset, [])
    })
  const opened = open(source)
  const wanted = ['pupil.name', 'pupil.classes', 'staff.name'] as const
  await Promise.all([read(opened, 'pupil', wanted), read(opened, 'staff', wanted), read(opened, 'group', wanted)])
  expect(source.mostAtOnce()).toBe(1)
  // Groups and who is in them are one answer, and asked for once.
  expect(source.asked.filter((path) => path.includes('/Groups'))).toHaveLength(1)
})
