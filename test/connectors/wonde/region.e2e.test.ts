import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { regionOrigin } from '../../../connectors/wonde/region.js'
import { readAll } from '../support/reading.js'
import { open } from './support/open.js'
import { page, SCHOOL, scriptedSource } from './support/scripted-source.js'
import type { ScriptedSource } from './support/scripted-source.js'

let home: ScriptedSource
let region: ScriptedSource
beforeEach(async () => {
  home = await scriptedSource()
  region = await scriptedSource()
})
afterEach(() => Promise.all([home.close(), region.close()]))

test('reads the school first, and everything else in its region', async () => {
  const domain = new URL(region.baseUrl).host
  home.script('schools/:school', () => ({ data: { id: SCHOOL, name: 'Example School', region: { domain } } }))
  region.script('schools/:school/students', () => page([{ id: 'A1', surname: 'S' }]))
  const { records } = await readAll(open(home), 'pupil', ['pupil.name'])
  expect(records).toHaveLength(1)
  expect(home.asked).toEqual([`/v1.0/schools/${SCHOOL}`])
  expect(region.asked).toHaveLength(2)
})

describe('the region of a school', () => {
  const rule = { allowPlainLoopback: false }
  const base = new URL('https://api.wonde.com')

  test.for([
    ['api.wonde.com', 'https://api.wonde.com'],
    ['api-af-south-1.wonde.com', 'https://api-af-south-1.wonde.com'],
    [null, 'https://api.wonde.com'],
    ['', 'https://api.wonde.com'],
  ] as const)('%s is read at %s', ([domain, origin]) => {
    expect(regionOrigin(base, domain, rule).origin).toBe(origin)
  })

  test.for([
    'evil.example',
    'wonde.com.evil.example',
    'api.wonde.com:8443',
    'api.wonde.com/@evil.example',
    '127.0.0.1',
    '169.254.169.254',
  ])('%s is never sent the token [R09]', (domain) => {
    expect(() => regionOrigin(base, domain, rule)).toThrow('school.region.domain: not_a_host_of_this_source')
  })

  test('of a simulator is on this machine, on its port unless another is named', () => {
    const simulator = new URL('http://127.0.0.1:3999')
    const local = { allowPlainLoopback: true }
    expect(regionOrigin(simulator, 'localhost', local).origin).toBe('http://localhost:3999')
    expect(regionOrigin(simulator, '127.0.0.1:4000', local).origin).toBe('http://127.0.0.1:4000')
    expect(() => regionOrigin(simulator, 'api.wonde.com', local)).toThrow()
  })
})
