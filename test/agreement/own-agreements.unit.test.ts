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

test('reads a folder’s agreements in the order of their names, whatever comes before or after the ending', () => {
  for (const name of ['d.yml', 'b.yaml', 'c.yaml', 'a.yml']) write(name, named(`ours-${name.charAt(0)}`))
  for (const name of ['e.yaml.bak', 'yaml', 'f.yamml', 'g-yml']) write(name, 'no agreement')
  const [, , ...own] = offeredAgreements(folder)
  expect(own.map(({ id }) => id)).toEqual(['ours-a', 'ours-b', 'ours-c', 'ours-d'])
})

test.for([
  ['the place of the first fault', named('ours').replace('version: 1', 'version: one'), 'version: Write a whole number, 1 for the first version.'],
  ['that the file as a whole is none', 'a: [', 'the file: This is not the YAML of an agreement'],
] as const)('says of a file that is no agreement %s', ([, text, reason]) => {
  write('ours.yaml', text)
  expect(() => offeredAgreements(folder)).toThrow(
    `ours.yaml in AGREEMENTS_DIR is no agreement (\`termkeeper agreement check\` says all): ${reason}`,
  )
}) // prettier-ignore

test('offers two versions of one agreement', () => {
  write('a.yaml', named('ours'))
  write('b.yaml', named('ours').replace('version: 1', 'version: 2'))
  expect(offeredAgreements(folder).map(({ version }) => version)).toEqual([1, 1, 1, 2])
})

test('says of two files for one version what to do', () => {
  write('a.yaml', preset)
  expect(() => offeredAgreements(folder)).toThrow('give one of them another `id` or a higher `version`.')
})

test('refuses a folder that cannot be read with a sentence that names the setting', () => {
  expect(() => offeredAgreements(join(folder, 'none'))).toThrow('AGREEMENTS_DIR cannot be read')
})
