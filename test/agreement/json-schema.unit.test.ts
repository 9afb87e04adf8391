import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { agreementJsonSchema } from '../../agreement/agreement.js'

test('the published JSON Schema is that of this release; `termkeeper agreement schema` prints it', () => {
  const published = readFileSync('agreement/agreement.schema.json', 'utf8')
  expect(published).toBe(`${JSON.stringify(agreementJsonSchema(), null, 2)}\n`)
})

test('the JSON Schema refuses unknown keys and marks nothing as read-only', () => {
  const { additionalProperties, properties } = agreementJsonSchema()
  expect([additionalProperties, Object.keys(properties ?? {}).includes('tenantEnd')]).toEqual([false, true])
  expect(JSON.stringify(agreementJsonSchema())).not.toContain('"readOnly"')
})

test.for(['assessment-portal', 'seating-planner'])('%s names it, so that editors complete a copy', (preset) => {
  const [line] = readFileSync(`agreement/presets/${preset}.yaml`, 'utf8').split('\n')
  expect(line).toBe('# yaml-language-server: $schema=../agreement.schema.json')
})
