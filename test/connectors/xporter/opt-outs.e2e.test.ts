import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Departure } from '../../../connectors/source.js'
import { failureOf } from '../support/reading.js'
import { error, ESTAB, open, scriptedXporter } from './support/scripted-source.js'
import type { ScriptedXporter } from './support/scripted-source.js'

let source: ScriptedXporter
beforeEach(async () => {
  source = await scriptedXporter()
})
afterEach(() => source.close())

async function departures(): Promise<readonly Departure[]> {
  const found: Departure[] = []
  for await (const some of open(source, { patienceMs: 60 }).departures(null)) found.push(...some)
  return found
}

const list = (changes: object) => ({
  GDPR: [{ IsOptIn: false, Estab: ESTAB, StudentIds: [], StaffIds: [], ...changes }],
})

test.for([
  ['bare ids', { StudentIds: ['4101'], StaffIds: [25] }],
  ['ids with the prefix of their kind', { StudentIds: ['PL-4101'], StaffIds: ['PWT-25'] }],
] as const)('whom a school withholds is stated, by %s', async ([, changes]) => {
  source.script('GDPRIDs', () => list(changes))
  const seen = (await departures()).map(({ kind, ref, by, leftOn }) => [kind, ref, by, leftOn])
  expect(seen).toEqual([
    ['pupil', 'PL-4101', 'optOut', null],
    ['staff', 'PWT-25', 'optOut', null],
  ])
})

test.for([
  ['a list of those who are shared', () => list({ IsOptIn: true, StudentIds: ['1'] })],
  ['a list that does not say which it is', () => ({ GDPR: [{ Estab: ESTAB, StudentIds: ['1'] }] })],
  ['another school’s list', () => list({ Estab: '9704002', StudentIds: ['1'] })],
  ['ids that are none', () => list({ StudentIds: [null, '', {}, 'a b'] })],
  ['a form that nobody wrote down', () => ({ GDPR: 'none' })],
  ['a refusal', () => error('The scope is missing.')],
] as const)('%s states nothing of anybody', async ([, answer]) => {
  source.script('GDPRIDs', answer)
  expect(await departures()).toEqual([])
})

test('a list that cannot be reached fails the read', async () => {
  source.script('GDPRIDs', (_url, response) => void response.writeHead(503).end())
  expect((await failureOf(departures())).type).toBe('SourceUnavailable')
})
