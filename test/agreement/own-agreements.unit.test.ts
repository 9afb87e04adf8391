import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { offeredAgreements } from '../../agreement/own-agreements.js'

const preset = readFileSync('agreement/presets/seating-planner.yaml', 'utf8')
let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'termkeeper-agreements-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const named = (id: string) => preset.replace(/^id: .*$/m, `id: ${id}`)

test('offers the vendor’s own agreements beside the shipped ones, and reads no other files', () => {
  write('ours.yaml', named('ours'))
  write('README.md', 'no agreement')
  expect(offeredAgreements(folder).map(({ id }) => id)).toEqual(['assessment-portal', 'seating-planner', 'ours'])
  expect(offeredAgreements(undefined)).toHaveLength(2)
})

test.for([
  ['a file that is no agreement', { 'ours.yml': 'id: ours' }, /^ours\.yml in AGREEMENTS_DIR is no agreement/],
  ['two files for one version', { 'a.yaml': named('ours'), 'b.yaml': named('ours') }, /two files for ours, version 1/],
  ['a file that takes a shipped version’s place', { 'a.yaml': preset }, /two files for seating-planner, version 1/],
] as const)('refuses %s with a sentence', ([, files, sentence]) => {
  for (const [name, text] of Object.entries(files)) write(name, text)
  expect(() => offeredAgreements(folder)).toThrow(sentence)
})

test('refuses a folder that cannot be read with a sentence that names the setting', () => {
  expect(() => offeredAgreements(join(folder, 'none'))).toThrow('AGREEMENTS_DIR cannot be read')
})
