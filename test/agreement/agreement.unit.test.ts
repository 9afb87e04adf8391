import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseAgreement } from '../../agreement/agreement.js'

const preset = readFileSync(new URL('../../agreement/presets/seating-planner.yaml', import.meta.url), 'utf8')

/** The problems of a preset in which one thing was written otherwise. */
function problemsAfter(was: string, is: string) {
  expect(preset).toContain(was)
  const parsed = parseAgreement(preset.replace(was, is))
  return 'problems' in parsed ? parsed.problems : []
}

const upn = '{ code: pupil.upn, default: granted }'
const ethnicity = '{ code: pupil.ethnicity, default: denied, source: baseline }'
const birthday = '{ code: pupil.dateOfBirth, default: denied }'

const stage = 'stageRule: { post16CountsAsStage: true, stillOnRoll: ask_then_erase }'

test('reads an agreement whole, with the catalogue’s stars where it says nothing of its own', () => {
  const parsed = parseAgreement(preset.replace('[xporter]', '[wonde]'))
  expect(parsed).toMatchObject({ agreement: { id: 'seating-planner', version: 1, connectors: ['wonde'] } })
  const items = 'agreement' in parsed ? parsed.agreement.items : []
  expect(items[0]).toEqual({
    code: 'pupil.misId',
    default: 'granted',
    starred: false,
    special: false,
    source: 'agreement',
  })
  expect(items.find(({ code }) => code === 'pupil.sen')).toMatchObject({ starred: true, special: true })
})

test.for([
  ['an unknown key', 'version: 1', 'version: 1\nnonsense: 1', 'nonsense', 'unknownKey'],
  [
    'an unknown key inside an item',
    upn,
    '{ code: pupil.upn, default: granted, window: P1Y }',
    'items.1.window',
    'unknownKey',
  ],
  [
    'an unknown rule about people',
    'guests: refuse',
    'guests: refuse\n  parents: accept',
    'people.parents',
    'unknownKey',
  ],
  ['contacts that would be accepted [R33]', 'contacts: refuse', 'contacts: accept', 'people.contacts', 'notAllowed'],
  ['an item about contacts [R33]', upn, '{ code: pupil.contacts, default: granted }', 'items.1.code', 'notAllowed'],
  ['a default that is neither', upn, '{ code: pupil.upn, default: maybe }', 'items.1.default', 'notAllowed'],
  ['an item without default', upn, '{ code: pupil.upn }', 'items.1.default', 'missing'],
  ['an item named twice', upn, '{ code: pupil.misId, default: denied }', 'items.1', 'contradiction'],
  ['a connector named twice', '[xporter]', '[xporter, xporter]', 'connectors.1', 'contradiction'],
  ['a connector there is not', '[xporter]', '[telepathy]', 'connectors.0', 'notAllowed'],
  ['no connector', '[xporter]', '[]', 'connectors', 'notAllowed'],
  [
    'another purpose for a control fact',
    'fact: spells, purpose: keeping time',
    'fact: spells, purpose: reports',
    'controlFacts.1.purpose',
    'notAllowed',
  ],
  ['an id that is no name of a file', 'id: seating-planner', 'id: Seating Planner', 'id', 'notAllowed'],
  ['version 0', 'version: 1', 'version: 0', 'version', 'notAllowed'],
  [
    'a mode to begin with that a school may not have',
    'default: automatic',
    'default: manual',
    'sync.default',
    'contradiction',
  ],
  [
    'a threshold outside its own limits',
    'from: 1,',
    'from: 7,',
    'guards.unexplainedPupils.schoolMaySet',
    'contradiction',
  ],
  [
    'a group threshold below what a school may set',
    'from: 20, to: 80',
    'from: 60, to: 80',
    'guards.groups.schoolMaySet',
    'contradiction',
  ],
  ['a floor of nobody', 'atLeast: 10', 'atLeast: 0', 'guards.blankedItem.atLeast', 'notAllowed'],
  [
    'no threshold for names',
    '  renamedPeople: { percent: 10, atLeast: 5, schoolMaySet: { from: 5, to: 30 } }\n',
    '',
    'guards.renamedPeople',
    'missing',
  ],
  ['half a percent', 'percent: 5', 'percent: 0.5', 'guards.unexplainedPupils.percent', 'notAllowed'],
  [
    'un-named rows that hold nothing known',
    'unnamedAudit: none',
    'unnamedAudit: P5Y',
    'tenantEnd.unnamedProfile',
    'contradiction',
  ],
  ['old copies that stay readable', 'key_destroyed', 'overwritten', 'tenantEnd.backupResidue', 'notAllowed'],
  ['a stage that sets no date', 'stageRule: null', stage, 'stageRule', 'contradiction'],
  ['schools that share a database', 'isolation: database', 'isolation: schema', 'isolation', 'notAllowed'],
  ['evidence that is never looked at again', 'every: P1M', 'every: never', 'evidence.0.every', 'notAllowed'],
  ['evidence named twice', 'code: held-in-uk', 'code: intrusion-alerts', 'evidence.2', 'contradiction'],
  [
    'a gap filled where there is none',
    'time.staffMaxDisabled',
    'time.staffMinDisabled',
    'baseline.0.field',
    'contradiction',
  ],
  ['no version', 'version: 1\n', '', 'version', 'missing'],
  ['an empty title', 'title: Seating planner', 'title:', 'title', 'missing'],
  [
    'an item in special category that is granted',
    ethnicity,
    '{ code: pupil.ethnicity, default: granted }',
    'items.27.default',
    'contradiction',
  ],
  [
    'the same, said not to be starred',
    ethnicity,
    '{ code: pupil.ethnicity, default: granted, starred: false }',
    'items.27.default',
    'contradiction',
  ],
  [
    'special category that is denied to be one',
    ethnicity,
    '{ code: pupil.ethnicity, default: denied, special: false }',
    'items.27.special',
    'notAllowed',
  ],
  [
    'a starred item that is granted [R29]',
    birthday,
    '{ code: pupil.dateOfBirth, default: granted }',
    'items.19.default',
    'contradiction',
  ],
  [
    'an item that is called special and granted',
    upn,
    '{ code: pupil.upn, default: granted, special: true }',
    'items.1.default',
    'contradiction',
  ],
] as const)('refuses %s', ([, was, is, path, code]) => {
  const problems = problemsAfter(was, is)
  expect(problems.map((problem) => [problem.path, problem.code])).toEqual([[path, code]])
  expect(problems[0]?.message).toMatch(/^[A-Z].*\.$/)
})

test('lets an agreement grant by default what only other agreements star', () => {
  expect(problemsAfter(birthday, '{ code: pupil.dateOfBirth, default: granted, starred: false }')).toEqual([])
})

describe('what it says of a file that is no YAML', () => {
  test.for([
    ['a broken list', '[xporter]', '[xporter', 'line'],
    ['a key that stands twice', 'version: 1', 'version: 1\nversion: 2', 'DUPLICATE_KEY, line 5'],
    ['a second document', 'version: 1', 'version: 1\n---\nversion: 2', 'MULTIPLE_DOCS'],
    ['a tag', 'version: 1', 'version: !!js/function 1', 'TAG_RESOLVE_FAILED, line 4'],
    ['a key that is no word', 'version: 1', 'version: 1\n? [a]\n: b', 'NON_STRING_KEY, line 5'],
    ['an alias', 'version: 1', 'version: &one 1\ntitle2: *one', 'aliases'],
  ] as const)('names %s', ([, was, is, said]) => {
    const [problem, ...others] = problemsAfter(was, is)
    expect(problem).toMatchObject({ path: '', code: 'notYaml', message: expect.stringContaining(said) })
    expect(others).toEqual([])
  })

  test.for(['', 'hello', '- a list', '42'])('asks for keys and values instead of "%s"', (text) => {
    const parsed = parseAgreement(text)
    expect('problems' in parsed && parsed.problems.map(({ path }) => path)).toEqual([''])
  })
})

test('never repeats the value it refuses', () => {
  const canary = 'canary-7f3a'
  const places = ['id: seating-planner', 'version: 1', 'refuse', 'granted', 'pupil.upn', '[xporter]', 'keeping time']
  for (const place of places) {
    const problems = problemsAfter(place, `"${canary}"`)
    expect(problems.length, place).toBeGreaterThan(0)
    expect(JSON.stringify(problems)).not.toContain(canary)
  }
})
