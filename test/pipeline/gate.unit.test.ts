import fc from 'fast-check'
import { expect, test } from 'vitest'
import { itemCodes } from '../../agreement/items.js'
import type { ItemCode } from '../../agreement/items.js'
import type { SourceRecord } from '../../connectors/source.js'
import { gate, gateDeparture, gateMark, inListedGroups } from '../../pipeline/gate.js'

const people = { preAdmission: 'untilStart', guests: 'refuse' } as const
const today = '2026-10-05'
const pupil = (more: Partial<SourceRecord> = {}): SourceRecord => ({
  kind: 'pupil',
  ref: 'A1',
  identities: [],
  items: {},
  facts: { status: 'C', spell: { start: '2024-09-01', leaving: null }, year: '7' },
  memberships: [],
  ...more,
})

test('lets through no item that is not granted, whatever the source sends and whatever is granted [R02][R03]', () => {
  const items = fc.dictionary(
    fc.oneof(fc.constantFrom(...itemCodes), fc.string()),
    fc.oneof(fc.string(), fc.constant(null)),
  )
  const grants = fc.subarray([...itemCodes])
  fc.assert(
    fc.property(items, grants, (sent, granted) => {
      const outcome = gate(pupil({ items: sent }), { granted: new Set(granted), people, today })
      const passed = 'passed' in outcome ? Object.keys(outcome.passed.items) : []
      expect(passed.every((code) => granted.includes(code as ItemCode))).toBe(true)
      expect('passed' in outcome && outcome.refusedItems).toBe(Object.keys(sent).length - passed.length)
    }),
  )
})

test.for([
  ['a guest', { status: 'G', spell: null, year: null }, 'guest'],
  ['somebody enrolled before', { status: 'P', spell: null, year: null }, 'previous'],
  ['a leaver', { status: 'C', spell: { start: '2020-09-01', leaving: '2026-10-04' }, year: '7' }, 'left'],
  ['a future starter', { status: 'C', spell: { start: '2026-10-06', leaving: null }, year: '7' }, 'notYetStarted'],
] as const)('refuses %s [R27][R38]', ([, facts, reason]) => {
  const outcome = gate(pupil({ facts }), { granted: new Set(itemCodes), people, today })
  expect(outcome).toMatchObject({ refused: reason })
  expect(outcome).not.toHaveProperty('passed')
})

const telling = pupil({
  items: { 'pupil.name': { forename: 'Aurelia', surname: 'Newbourne', middleNames: null } },
  identities: [
    { kind: 'upn', value: 'B801200005001' },
    { kind: 'misId', value: '77' },
  ],
  memberships: [{ group: 'classes/A1', item: 'pupil.classes' }],
})

test('keeps no UPN as a name of anybody where it is not granted [R03]', () => {
  const named = (granted: readonly ItemCode[]) => {
    const outcome = gate(telling, { granted: new Set(granted), people, today })
    return 'passed' in outcome ? outcome.passed.identities : undefined
  }
  expect(named(itemCodes)).toEqual(telling.identities)
  expect(named(itemCodes.filter((code) => code !== 'pupil.upn'))).toEqual([{ kind: 'misId', value: '77' }])
})

test('keeps of somebody who left who it is and the last day, and nothing more [R27]', () => {
  const left = {
    ...telling,
    facts: { status: 'C', spell: { start: '2020-09-01', leaving: '2026-10-04' }, year: '7' },
  } as const
  expect(gate(left, { granted: new Set(itemCodes), people, today })).toEqual({
    refused: 'left',
    departure: { kind: 'pupil', ref: 'A1', by: 'endedEnrolment', leftOn: '2026-10-04', at: null, identities: [] },
  })
  const over = { ...telling, kind: 'staff', facts: { status: 'P', spell: null, year: null } } as const
  expect(gate(over, { granted: new Set(itemCodes), people, today })).toEqual({
    refused: 'previous',
    departure: { kind: 'staff', ref: 'A1', by: 'endedEnrolment', leftOn: null, at: null, identities: [] },
  })
})

test('keeps of a guest and of a future starter who it is, and nothing more [R27][R38]', () => {
  const guest = { ...telling, facts: { status: 'G', spell: null, year: null } } as const
  expect(gate(guest, { granted: new Set(itemCodes), people, today })).toEqual({
    refused: 'guest',
    outOfScope: { kind: 'pupil', ref: 'A1', startsOn: null },
  })
  const facts = { status: null, spell: { start: '2026-10-06', leaving: null }, year: null }
  expect(gate({ ...telling, kind: 'staff', facts }, { granted: new Set(itemCodes), people, today })).toEqual({
    refused: 'notYetStarted',
    outOfScope: { kind: 'staff', ref: 'A1', startsOn: '2026-10-06' },
  })
})

test('refuses no group, whatever its facts', () => {
  const group = pupil({ kind: 'group', facts: { status: 'P', spell: null, year: null }, items: { 'group.name': '7X' } })
  expect(gate(group, { granted: new Set(['group.name'] as const), people, today })).toEqual({
    passed: { ...group, items: { 'group.name': '7X' } },
    refusedItems: 0,
  })
})

test('passes what is granted on as it came, with who it is and the facts of time', () => {
  expect(gate(telling, { granted: new Set(itemCodes), people, today })).toEqual({ passed: telling, refusedItems: 0 })
})

test('lets of what a source states about a leaving only ids and days through', () => {
  const departure = {
    kind: 'pupil',
    ref: 'A1',
    by: 'leaverRow',
    leftOn: '2026-10-04',
    at: null,
    identities: [{ kind: 'upi', value: 'u1', surname: 'Newbourne' }],
    surname: 'Newbourne',
  } as const
  expect(JSON.stringify(gateDeparture(departure))).not.toContain('Newbourne')
  expect(gateDeparture(departure)).toEqual({
    kind: 'pupil',
    ref: 'A1',
    by: 'leaverRow',
    leftOn: '2026-10-04',
    at: null,
    identities: [{ kind: 'upi', value: 'u1' }],
  })
})

test.for([
  ['on the first day', { start: '2026-10-05', leaving: null }],
  ['until the end of the last day', { start: '2020-09-01', leaving: '2026-10-05' }],
] as const)('receives a pupil %s [R38][R27]', ([, spell]) => {
  const outcome = gate(pupil({ facts: { status: 'C', spell, year: '7' } }), { granted: new Set(), people, today })
  expect(outcome).toHaveProperty('passed')
})

test('strips and counts memberships that no granted item lets in [R03]', () => {
  const memberships = [
    { group: 'classes/A1', item: 'pupil.classes' },
    { group: 'groups/A2', item: 'pupil.groups' },
  ] as const
  const outcome = gate(pupil({ memberships }), { granted: new Set(['pupil.groups'] as const), people, today })
  expect(outcome).toMatchObject({ passed: { memberships: [{ group: 'groups/A2' }] }, refusedItems: 1 })
})

test('leaves a membership of an unlisted group out before it is digested', () => {
  const memberships = [
    { group: 'classes/A1', item: 'pupil.classes' },
    { group: 'classes/A9', item: 'pupil.classes' },
  ] as const
  const outcome = gate(pupil({ memberships }), { granted: new Set(['pupil.classes'] as const), people, today })
  if (!('passed' in outcome)) throw new Error('refused')
  const { record, unknownGroups } = inListedGroups(outcome.passed, new Set(['classes/A1']))
  expect(record).toEqual({ ...outcome.passed, memberships: [memberships[0]] })
  expect(unknownGroups).toBe(1)
  const all = inListedGroups(outcome.passed, new Set(['classes/A1', 'classes/A9']))
  expect(all).toEqual({ record: outcome.passed, unknownGroups: 0 })
  expect(all.record).toBe(outcome.passed)
})

const mark = { pupil: 'A1', date: '2026-08-31', session: 'AM', code: '/', comment: 'Rang in.' } as const
const attendance = new Set<ItemCode>(['pupil.attendance'])

test.for([
  ['nobody granted', mark, new Set<ItemCode>(['pupil.name']), null, 'notGranted'],
  ['the year before, where the agreement keeps the current one only', mark, attendance, '2026-09-01', 'earlierYear'],
] as const)('turns a mark away that %s [R03][R30]', ([, sent, granted, since, refused]) => {
  expect(gateMark(sent, { granted, since })).toEqual({ refused })
})

test('lets a granted mark through, and nothing of what stands beside it', () => {
  const { comment: _, ...kept } = mark
  expect(gateMark(mark, { granted: attendance, since: null })).toEqual({ passed: kept })
  expect(gateMark({ ...mark, date: '2026-09-01' }, { granted: attendance, since: '2026-09-01' })).toHaveProperty(
    'passed',
  )
})
