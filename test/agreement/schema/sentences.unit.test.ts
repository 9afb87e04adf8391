import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { parseAgreement } from '../../../agreement/agreement.js'

type Tree = Record<string, unknown>

// Without most of their lists, since each case below is read anew.
const presets = { portal: shortened('assessment-portal'), planner: shortened('seating-planner') }

function shortened(preset: string): Tree {
  const tree = parse(readFileSync(`agreement/presets/${preset}.yaml`, 'utf8')) as Tree
  const items = (tree['items'] as Tree[]).filter(({ code }) => /misId|inCare|sen$/.test(String(code)))
  return { ...tree, items, terms: ['All of it.'], evidence: (tree['evidence'] as Tree[]).slice(0, 2) }
}

/** What is said of a preset in which one field has another value. */
function saidOf(preset: keyof typeof presets, path: string, value: unknown): readonly string[] {
  const parsed = parseAgreement(stringify(put(presets[preset], path.split('.'), value)))
  return 'problems' in parsed ? parsed.problems.map((problem) => `${problem.path}: ${problem.message}`) : []
}

function put(tree: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  const at = (inner: unknown) => put(inner, rest, value)
  if (Array.isArray(tree)) return tree.map((one: unknown, index) => (String(index) === key ? at(one) : one))
  return { ...(tree as Tree), [key]: at((tree as Tree)[key]) }
}

describe('where words are missing it is said about what', () => {
  test.for([
    ['title', 'what the agreement is called'],
    ['summary', 'what the agreement comes to, for the person who accepts it'],
    ['terms.0', 'what is agreed'],
    ['parties.controller', 'who the controller is'],
    ['parties.processor', 'who the processor is'],
    ['purposes.0', 'what the data is used for'],
    ['downstream.0.name', 'who receives the data'],
    ['downstream.0.feed', 'what they receive, and for what'],
    ['heldIn', 'in which country the data is held'],
    ['evidence.0.what', 'what can be shown'],
    ['subProcessors.0.name', 'who they are'],
    ['subProcessors.0.does', 'what they do with the data'],
    ['subProcessors.0.country', 'in which country'],
    ['notices.processor', 'whom at the processor a school writes to'],
    ['baseline.0.because', 'why this is settled so'],
  ] as const)('%s: %s', ([path, about]) => {
    for (const value of [7, ' ', 'a'.repeat(601)])
      expect(saidOf('portal', path, value)).toEqual([`${path}: Say in plain words ${about}.`])
    expect(saidOf('portal', path, `${'a'.repeat(600)} `)).toEqual([])
  })
})

const MONTHS = 'Write a number of months, as P6M.'
const HOURS = 'Write a number of hours, as PT24H.'
const DAYS = 'Write a number of days, as P7D.'
const EVERY = 'Write months or years, as P1M or P1Y.'
const WARN = 'Write a number of days, as P30D.'
const SHARE = 'Write a whole number from 1 to 100.'
const NAME = 'Write lower-case words joined by hyphens.'
const TOO_LITTLE = 'This says too little; write at least one entry, a word, or a number from 1.'
const TWICE = 'This stands here twice; keep one of the two.'

describe('a value of another form is refused with what to write', () => {
  test.for([
    ['time.stageEnd', MONTHS, [6, 'P0M', 'P6D', 'xP6M', 'P6Mx', 'P100M']],
    ['time.pupilLeaver.max', MONTHS, ['six']],
    ['time.staffMaxDisabled', MONTHS, [null, 'PT6H']],
    ['time.margins.days', DAYS, [7, 'P7M', 'xP7D', 'P7Dx', 'P100D']],
    ['time.margins.hours', HOURS, [20, 'PT0H', 'PT20M', 'xPT20H', 'PT20Hx', 'PT2000H']],
    ['time.margins.hours', 'Leave some of the 24 hours in which a mistake can be taken back: write at most PT23H.', ['PT24H', 'PT100H']],
    ['time.contractEnd', 'Write months as P6M, or hours as PT48H.', ['P7D', 48]],
    ['time.attendanceCurrentYear', 'Write true or false.', ['yes', 1]],
    ['time.leaverVisibility', 'Write reporting or hidden.', ['']],
    ['time.staffLeaver', 'Write disable_then_school_decides or erase.', ['']],
    ['time.pupilLeaver.anchor', 'Write leaving_date or notice.', ['']],
    ['evidence.0.every', EVERY, [1, 'P1D', 'P0M', 'xP1M', 'P1Mx', 'P100M']],
    ['evidence.0.warnBefore', WARN, [30, 'P30M', 'P0D', 'xP30D', 'P30Dx', 'P100D']],
    ['guards.staff.percent', SHARE, ['a few', 4.5, 101]],
    ['guards.staff.schoolMaySet.from', SHARE, [0, null]],
    ['guards.staff.atLeast', 'Write a whole number, 1 or more.', ['three', 2.5, 0]],
    ['guards.secondPersonAbove', 'Write a number of removals.', ['twenty', 2.5, 0]],
    ['version', 'Write a whole number, 1 for the first version.', ['one', 1.5, 0]],
    ['id', 'Give this a name of its own: lower-case words joined by hyphens.', [7]],
    ['id', NAME, ['Portal', '1portal', 'my portal', '-portal', 'portal-', 'my--portal', 'portal_2', 'portalX']],
    ['evidence.0.code', NAME, ['ISO']],
    ['subProcessors.0.code', NAME, ['Hosting']],
    ['downstream.0.recipient', NAME, ['The trust']],
    ['downstream.0.onErase', 'Write notify or recall.', ['']],
    ['items.0.code', 'There is no such item; use a code of the catalogue in agreement/items.ts.', ['pupil.contacts', null]],
    ['items.0.default', 'Write granted or denied.', ['']],
    ['items.0.source', 'Write agreement or baseline.', ['']],
    ['controlFacts.0.fact', 'Write enrolmentStatus or spells or classYears.', ['']],
    ['controlFacts.0.purpose', 'Write keeping time.', ['']],
    ['connectors.0', 'Write wonde or xporter or oneroster.', ['']],
    ['sync.modes.0', 'Write automatic or manual.', ['']],
    ['sync.default', 'Write automatic or manual.', ['']],
    ['people.preAdmission', 'Write untilStart or accept.', ['']],
    ['people.guests', 'Write refuse or accept.', ['']],
    ['people.contacts', 'Write refuse.', ['']],
    ['people.acceptResultsAfterLeaving', 'Write true or false.', ['']],
    ['stageRule.post16CountsAsStage', 'Write true or false.', ['']],
    ['stageRule.stillOnRoll', 'Write ask_then_erase.', ['']],
    ['tenantEnd.unnamedAudit', 'Write none or P5Y.', ['']],
    ['tenantEnd.unnamedProfile', 'Write aggregate or action_log.', ['']],
    ['tenantEnd.returnOffered', 'Write true or false.', ['']],
    ['tenantEnd.backupResidue', 'Write key_destroyed.', ['']],
    ['notices.school', 'Write main or data or head.', ['']],
    ['isolation', 'Write database.', ['']],
    ['people', 'Write keys and values here, indented under their heading.', [1, 'x']],
    ['terms', 'Write a list here, one entry a line, each after a hyphen.', ['x']],
    ['time.pupilLeaver.mode', 'This has the wrong form; compare it with a preset in agreement/presets.', ['soon']],
    ['terms', TOO_LITTLE, [[]]],
    ['purposes', TOO_LITTLE, [[]]],
    ['connectors', TOO_LITTLE, [[]]],
    ['items', TOO_LITTLE, [[]]],
    ['controlFacts', TOO_LITTLE, [[]]],
    ['sync.modes', TOO_LITTLE, [[]]],
    ['baseline.0.field', TOO_LITTLE, ['']],
  ] as const)('%s: %s', ([path, message, values]) => {
    for (const value of values) expect(saidOf('portal', path, value), String(value)).toContain(`${path}: ${message}`)
  })
}) // prettier-ignore

describe('what contradicts itself is refused with what to change', () => {
  test.for([
    ['portal', 'items.2.default', 'granted', 'items.2.default', /^This is a special category: it always needs the school’s explicit tick/],
    ['portal', 'items.1.default', 'granted', 'items.1.default', /^A starred item is off until the school ticks it, so write/],
    ['portal', 'sync', { modes: ['manual'], default: 'automatic' }, 'sync.default', /^A school begins with a mode that it may have: write one of/],
    ['portal', 'guards.staff.schoolMaySet', { from: 21, to: 30 }, 'guards.staff.schoolMaySet', /^What holds from the beginning has to lie between/],
    ['portal', 'guards.staff.schoolMaySet', { from: 5, to: 19 }, 'guards.staff.schoolMaySet', /^What holds from the beginning has to lie between/],
    ['planner', 'tenantEnd.unnamedAudit', 'P5Y', 'tenantEnd.unnamedProfile', /^Say what the un-named rows hold where they are kept/],
    ['planner', 'tenantEnd.unnamedProfile', 'aggregate', 'tenantEnd.unnamedProfile', /^Say what the un-named rows hold where they are kept/],
    ['portal', 'stageRule', null, 'stageRule', /^Give both `time\.stageEnd` and `stageRule`, or write null/],
    ['portal', 'time.stageEnd', null, 'stageRule', /^Give both `time\.stageEnd` and `stageRule`, or write null/],
    ['portal', 'baseline.1.field', 'guards.pupil', 'baseline.1.field', /^This agreement has no such field; write its keys joined/],
    ['portal', 'baseline.1.field', 'title.0', 'baseline.1.field', /^This agreement has no such field/],
    ['planner', 'baseline.1.field', 'stageRule.post16CountsAsStage', 'baseline.1.field', /^This agreement has no such field/],
    ['portal', 'nonsense', 1, 'nonsense', /^No agreement has this key here; remove it, or correct its spelling\.$/],
  ] as const)('in the %s, %s', ([preset, path, value, where, message]) => {
    const [said, ...more] = saidOf(preset, path, value)
    expect(said?.slice(0, where.length + 2)).toBe(`${where}: `)
    expect(said?.slice(where.length + 2)).toMatch(message)
    expect(said).toMatch(/\.$/)
    expect(more).toEqual([])
  })

  test.for(['connectors', 'sync.modes', 'controlFacts', 'downstream', 'evidence', 'subProcessors', 'baseline', 'items'])('%s says nothing twice', (path) => {
    const list = path.split('.').reduce<unknown>((tree, key) => (tree as Tree)[key], presets.portal) as unknown[]
    expect(saidOf('portal', path, [...list, structuredClone(list[0])])).toContain(`${path}.${list.length}: ${TWICE}`)
  })
}) // prettier-ignore

test.for([
  ['time.stageEnd', ['P1M', 'P12M']],
  ['time.contractEnd', ['PT1H', 'PT48H', 'PT720H', 'P18M']],
  ['time.margins', [{ days: 'P0D', hours: 'PT1H' }, { days: 'P30D', hours: 'PT23H' }]],
  ['evidence.0.every', ['P6M', 'P18M', 'P2Y']],
  ['evidence.0.warnBefore', ['P7D', 'P30D']],
  ['id', ['a', 'portal2', 'my-own-portal-2']],
  ['guards.staff.schoolMaySet', [{ from: 20, to: 20 }, { from: 1, to: 100 }]],
  ['guards.staff.atLeast', [1]],
  ['guards.secondPersonAbove', [1]],
  ['connectors', [['oneroster'], ['wonde', 'xporter', 'oneroster']]],
  ['notices.school', ['data', 'head']],
  ['people.guests', ['accept']],
  ['people.preAdmission', ['accept']],
  ['stageRule.post16CountsAsStage', [false]],
  ['tenantEnd.unnamedProfile', ['aggregate']],
  ['downstream.0.onErase', ['recall']],
  ['subProcessors', [[], ['a', 'b'].map((code) => ({ code, name: 'N', does: 'D', country: 'C' }))]],
  ['items.2.special', [true]],
  ['items.1', [{ code: 'pupil.inCare', default: 'granted', starred: false }]],
  ['baseline.1.field', ['guards.pupils.percent', 'items.0.default']],
] as const)('%s may be written otherwise', ([path, values]) => {
  for (const value of values) expect(saidOf('portal', path, value), JSON.stringify(value)).toEqual([])
}) // prettier-ignore
