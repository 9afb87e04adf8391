import { afterEach, beforeEach, expect, test } from 'vitest'
import { failureOf } from '../support/reading.js'
import { open } from './support/open.js'
import { scriptedSource } from './support/scripted-source.js'
import type { ScriptedSource } from './support/scripted-source.js'

let source: ScriptedSource
beforeEach(async () => {
  source = await scriptedSource()
})
afterEach(() => source.close())

const WORDS = 'Words of the source'

// The envelopes of wonde.md (3, 4): the status decides, the words are repeated nowhere.
test.for([
  [401, { error: 'invalid_token', error_description: WORDS }, 'SourceRefused'],
  [403, { error: 'forbidden', error_description: WORDS }, 'SourceRefused'],
  [404, { error: 'resource_not_found', error_description: WORDS }, 'SourceRefused'],
  [422, { error: 'validation_failed', errors: { field: [WORDS] } }, 'SourceChangedShape'],
  [429, { error: 'too_many_requests', error_description: WORDS }, 'SourceThrottled'],
  [500, { error: 'internal_server_error', error_description: WORDS }, 'SourceUnavailable'],
  [503, null, 'SourceUnavailable'],
] as const)('an error of Wonde, %s with %j, is %s', async ([status, body, type]) => {
  source.script('schools/:school', (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    response.end(body === null ? '' : JSON.stringify(body))
  })
  const failure = await failureOf(open({ ...source, manners: { patienceMs: 20 } }).school())
  expect([failure.type, failure.message]).toEqual([type, `school: status ${status}`])
})
