import { expect, test } from 'vitest'
import type { Agreement } from '../../../agreement/agreement.js'
import { diffAgreements } from '../../../agreement/diff/diff.js'
import * as presets from './presets.js'

const [portal, planner] = [presets.portal, presets.planner].map(presets.read) as [Agreement, Agreement]

type Edit = (agreement: Agreement) => Partial<Agreement>
type Words = readonly string[]
type Row = readonly [what: string, of: Agreement, edit: Edit, there: Words, back: Words]

const fsm =
  (more: Partial<Agreement['items'][number]>): Edit =>
  ({ items }) => ({
    items: items.map((item) => (item.code === 'pupil.fsm' ? { ...item, ...more } : item)),
  })
const without =
  (code: string): Edit =>
  ({ items }) => ({ items: items.filter((item) => item.code !== code) })
const time =
  (more: Partial<Agreement['time']>): Edit =>
  (agreement) => ({ time: { ...agreement.time, ...more } })
const people =
  (more: Partial<Agreement['people']>): Edit =>
  (agreement) => ({ people: { ...agreement.people, ...more } })
const ending =
  (more: Partial<Agreement['tenantEnd']>): Edit =>
  (agreement) => ({ tenantEnd: { ...agreement.tenantEnd, ...more } })
const guard =
  (name: 'unexplainedPupils' | 'pupils' | 'staff', more: Partial<Agreement['guards']['staff']>): Edit =>
  ({ guards }) => ({ guards: { ...guards, [name]: { ...guards[name], ...more } } })
const noFact =
  (name: string): Edit =>
  ({ controlFacts }) => ({ controlFacts: controlFacts.filter(({ fact }) => fact !== name) })
const evidence =
  (more: Partial<Agreement['evidence'][number]>): Edit =>
  (agreement) => ({ evidence: agreement.evidence.map((one) => (one.code === 'iso-27001' ? { ...one, ...more } : one)) })
const trust =
  (more: Partial<Agreement['downstream'][number]>): Edit =>
  ({ downstream }) => ({ downstream: downstream.map((one) => (one.recipient === 'trust' ? { ...one, ...more } : one)) })
const hosting =
  (more: Partial<Agreement['subProcessors'][number]>): Edit =>
  ({ subProcessors }) => ({ subProcessors: subProcessors.map((one) => ({ ...one, ...more })) })

const ISO = 'ISO 27001: a certificate in force'
const TRUST = 'The trust that the school belongs to'
const HOST = "The supplier's hosting provider"

const rows: readonly Row[] = [
  ['the title', portal, () => ({ title: 'Portal' }), ['The agreement is called otherwise.'], ['The agreement is called otherwise.']],
  ['the summary', portal, () => ({ summary: 'Less.' }), ['The summary is in other words.'], ['The summary is in other words.']],
  ['the terms', portal, () => ({ terms: ['All.'] }), ['The terms are in other words; what they come to stands in the other lines.'], ['The terms are in other words; what they come to stands in the other lines.']],
  ['notices', portal, ({ notices }) => ({ notices: { ...notices, school: 'head' } }), ['Notices go to somebody else, or the school writes to somebody else.'], ['Notices go to somebody else, or the school writes to somebody else.']],
  ['the baseline', portal, () => ({ baseline: [] }), ['What our own baseline settles, or why, is said otherwise.'], ['What our own baseline settles, or why, is said otherwise.']],
  ['the controller', portal, ({ parties }) => ({ parties: { ...parties, controller: 'The head' } }), ['The controller: The head.'], [`The controller: ${portal.parties.controller}.`]],
  ['the processor', portal, ({ parties }) => ({ parties: { ...parties, processor: 'We' } }), ['The processor: We.'], ['The processor: The supplier of the portal.']],
  ['a purpose', portal, () => ({ purposes: ['Charts'] }), ['A new purpose: Charts.', `No longer a purpose: ${portal.purposes[0]!}.`], [`A new purpose: ${portal.purposes[0]!}.`, 'No longer a purpose: Charts.']],
  ['a connector', portal, () => ({ connectors: ['wonde'] }), ['xporter is no longer a connector that a school may use.'], ['xporter is another connector that a school may use.']],
  ['looking changes through', portal, () => ({ sync: { modes: ['automatic'], default: 'automatic' } }), ['A school may no longer look changes through before they take effect.'], ['A school may look changes through before they take effect.']],
  ['changes by themselves', portal, () => ({ sync: { modes: ['manual'], default: 'manual' } }), ['A school may no longer let changes take effect by themselves.', 'Changes wait to be looked through unless the school chooses otherwise.'], ['A school may let changes take effect by themselves.', 'Changes take effect by themselves unless the school chooses otherwise.']],
  ['an item’s default', portal, fsm({ default: 'granted' }), ['Free school meals now: shared unless the school says no; so far only if it said yes.'], ['Free school meals now: shared only if the school says yes; so far unless it said no.']],
  ['an item’s star', portal, fsm({ starred: true }), ['Free school meals now: put to the school as a choice of its own from now on.'], ['Free school meals now: no longer put to the school as a choice of its own.']],
  ['an item’s category', portal, fsm({ special: true }), ['Free school meals now: treated as a special category from now on.'], ['Free school meals now: no longer treated as a special category.']],
  ['whose choice an item is', portal, fsm({ source: 'baseline' }), ['Free school meals now: now settled by our own baseline.'], ['Free school meals now: now settled by the contract itself.']],
  ['an item that is off', portal, without('pupil.fsm'), ['Free school meals now: no longer shared.'], ['Free school meals now: new, and shared only if the school says yes.']],
  ['an item that is on', portal, without('pupil.uln'), ['Unique learner number: no longer shared.'], ['Unique learner number: new, and shared unless the school says no.']],
  ['the status', portal, noFact('enrolmentStatus'), ['Enrolment status: no longer held.'], ['Enrolment status: held to keep time.']],
  ['the spells', portal, noFact('spells'), ['Times on roll: no longer held.'], ['Times on roll: held to keep time.']],
  ['the class years', portal, noFact('classYears'), ['Class years: no longer held.'], ['Class years: held to keep time.']],
  ['future starters', portal, people({ preAdmission: 'accept' }), ['Pupils are received before their first day.'], ['Pupils are received from their first day on only.']],
  ['guests', portal, people({ guests: 'accept' }), ['Guests of other schools are received too.'], ['Guests of other schools are refused.']],
  ['late results', planner, people({ acceptResultsAfterLeaving: true }), ['Results of somebody who left are still taken.'], ['Results of somebody who left are no longer taken.']],
  ['a leaver’s grace', portal, time({ pupilLeaver: { mode: 'grace', max: 'P9M', anchor: 'leaving_date' } }), ['A leaver stays for up to: 9 months, so far 6 months.'], ['A leaver stays for up to: 6 months, so far 9 months.']],
  ['what a leaver’s grace counts from', portal, time({ pupilLeaver: { mode: 'grace', max: 'P6M', anchor: 'notice' } }), ['A leaver’s time counts from the notice, where that comes after the last day on roll.'], ['A leaver’s time counts from the last day on roll, however late the notice.']],
  ['a leaver who is stated', planner, time({ pupilLeaver: { mode: 'immediate', stated: 'PT36H', absent: 'PT48H' } }), ['A leaver who is reported is erased within: 36 hours, so far 24 hours.'], ['A leaver who is reported is erased within: 24 hours, so far 36 hours.']],
  ['a leaver who is absent', planner, time({ pupilLeaver: { mode: 'immediate', stated: 'PT24H', absent: 'PT72H' } }), ['A pupil whom the source stops naming is erased within: 72 hours, so far 48 hours.'], ['A pupil whom the source stops naming is erased within: 48 hours, so far 72 hours.']],
  ['grace at all', planner, time({ pupilLeaver: { mode: 'grace', max: 'P6M', anchor: 'notice' } }), ['A leaver stays for up to 6 months; so far erased at once.'], ['A leaver is erased at once, within 24 hours.']],
  ['a leaver’s visibility', planner, time({ leaverVisibility: 'reporting' }), ['A leaver can be read as one who left, until erased.'], ['A leaver is hidden until erased.']],
  ['the top year', portal, time({ stageEnd: 'P7M' }), ['Kept after the end of the top year: 7 months, so far 6 months.'], ['Kept after the end of the top year: 6 months, so far 7 months.']],
  ['the top year at all', portal, (agreement) => ({ ...time({ stageEnd: null })(agreement), stageRule: null }), ['The end of the top year no longer ends anything; only leaving does.'], ['Erased 6 months after the end of the top year at the latest.']],
  ['the sixth form', portal, () => ({ stageRule: { post16CountsAsStage: false, stillOnRoll: 'ask_then_erase' } }), ['Years 12 and 13 no longer count: year 11 is the top year of a school with a sixth form.'], ['Years 12 and 13 count, so the top year of a school with a sixth form ends later.']],
  ['staff who leave', portal, time({ staffLeaver: 'erase' }), ['Staff who leave are erased; so far they were disabled until the school decided.'], ['Staff who leave are disabled until the school decides; so far they were erased.']],
  ['disabled staff', portal, time({ staffMaxDisabled: 'P1M' }), ['Staff kept as disabled: 1 month, so far 6 months.'], ['Staff kept as disabled: 6 months, so far 1 month.']],
  ['the contract’s end', planner, time({ contractEnd: 'P6M' }), ['Kept after the contract has ended: 6 months, so far 48 hours.'], ['Kept after the contract has ended: 48 hours, so far 6 months.']],
  ['old attendance', planner, time({ attendanceCurrentYear: false }), ['Attendance of earlier school years stays.'], ['Attendance is held for the current school year only.']],
  ['a margin', planner, time({ margins: { days: 'P6D', hours: 'PT20H' } }), ['Erasing is planned ahead of its deadline by another margin; the deadline stays.'], ['Erasing is planned ahead of its deadline by another margin; the deadline stays.']],
  ['un-named rows', planner, ending({ unnamedAudit: 'P5Y', unnamedProfile: 'action_log' }), ['Rows that name nobody are kept for up to 5 years.'], ['No un-named rows are kept any more.']],
  ['what un-named rows hold', portal, ending({ unnamedProfile: 'aggregate' }), ['Un-named rows hold counts only.'], ['Un-named rows hold single acts; so far counts.']],
  ['the return of data', portal, ending({ returnOffered: false }), ['At the end the school is no longer offered its data back.'], ['At the end the school is offered its data back.']],
  ['who is held for review', portal, guard('unexplainedPupils', { percent: 6 }), ['Pupils gone for no known reason: held above 6 percent, so far 5.'], ['Pupils gone for no known reason: held above 5 percent, so far 6.']],
  ['how many are', portal, guard('pupils', { atLeast: 9 }), ['Pupils gone: never held up to 9 people, so far 5.'], ['Pupils gone: never held up to 5 people, so far 9.']],
  ['what a school may set', portal, guard('staff', { schoolMaySet: { from: 5, to: 40 } }), ['Staff gone: a school may set from 5 to 40 percent for itself.'], ['Staff gone: a school may set from 5 to 30 percent for itself.']],
  ['the second person', portal, ({ guards }) => ({ guards: { ...guards, secondPersonAbove: 30 } }), ['One person may release 30 removals alone; so far 20.'], ['One person may release only 20 removals alone; so far 30.']],
  ['a recipient', portal, ({ downstream }) => ({ downstream: downstream.filter(({ recipient }) => recipient !== 'trust') }), [`No longer a recipient: ${TRUST}.`], [`Another recipient: ${TRUST}.`]],
  ['a recipient’s name', portal, trust({ name: 'Its trust' }), ['A recipient is called otherwise: Its trust.'], [`A recipient is called otherwise: ${TRUST}.`]],
  ['what a recipient gets', portal, trust({ feed: 'All' }), [`${TRUST} receives something else: All.`], [`${TRUST} receives something else: ${portal.downstream[1]!.feed}.`]],
  ['what a recipient erases', portal, trust({ onErase: 'recall' }), [`${TRUST} has to erase what is erased here.`], [`${TRUST} is told of an erasure, and no longer has to erase as well.`]],
  ['the country', portal, () => ({ heldIn: 'Ireland' }), ['The data is held elsewhere: Ireland, so far United Kingdom.'], ['The data is held elsewhere: United Kingdom, so far Ireland.']],
  ['evidence', portal, (agreement) => ({ evidence: agreement.evidence.filter(({ code }) => code !== 'iso-27001') }), [`No longer shown: ${ISO}.`], [`Also shown: ${ISO}.`]],
  ['what evidence says', portal, evidence({ what: 'ISO' }), ['What is shown is said otherwise: ISO.'], [`What is shown is said otherwise: ${ISO}.`]],
  ['how often it is shown', portal, evidence({ every: 'P2Y' }), [`${ISO}, every: 2 years, so far 1 year.`], [`${ISO}, every: 1 year, so far 2 years.`]],
  ['when its end is warned of', portal, evidence({ warnBefore: 'P7D' }), [`${ISO}: the supplier is warned at another time before it ends.`], [`${ISO}: the supplier is warned at another time before it ends.`]],
  ['a sub-processor', portal, () => ({ subProcessors: [] }), [`No longer works with the data: ${HOST}.`], [`Also works with the data: ${HOST}, United Kingdom.`]],
  ['who it is', portal, hosting({ name: 'Another' }), [`Another works with the data; so far ${HOST}.`], [`${HOST} works with the data; so far Another.`]],
  ['what it does', portal, hosting({ does: 'Prints' }), [`${HOST} does something else: Prints.`], [`${HOST} does something else: Runs servers and databases.`]],
  ['where it is', portal, hosting({ country: 'Ireland' }), [`${HOST} is elsewhere: Ireland, so far United Kingdom.`], [`${HOST} is elsewhere: United Kingdom, so far Ireland.`]],
  ['the version', portal, () => ({ id: 'other', version: 2 }), [], []],
] // prettier-ignore

test.for(rows)('a change of %s says what it means, and back what that means', ([, of, edit, there, back]) => {
  const other = { ...of, ...edit(of) }
  expect(diffAgreements(of, other).map(({ words }) => words)).toEqual(there)
  expect(diffAgreements(other, of).map(({ words }) => words)).toEqual(back)
})

test('evidence is shown less where it goes, a sub-processor gone comes nearer to nobody', () => {
  const effects = (edit: Edit) => diffAgreements(portal, { ...portal, ...edit(portal) }).map(({ effect, path }) => [effect, path])
  expect(effects((agreement) => ({ evidence: agreement.evidence.filter(({ code }) => code !== 'iso-27001') }))).toEqual([['widens', 'evidence.iso-27001']])
  expect(effects(evidence({ what: 'ISO' }))).toEqual([['neither', 'evidence.iso-27001.what']])
  expect(effects(evidence({ warnBefore: 'P7D' }))).toEqual([['neither', 'evidence.iso-27001.warnBefore']])
  expect(effects(() => ({ subProcessors: [] }))).toEqual([['narrows', 'subProcessors.hosting']])
  expect(effects(hosting({ name: 'Another', does: 'Prints' }))).toEqual([['widens', 'subProcessors.hosting.name'], ['widens', 'subProcessors.hosting.does']])
  expect(effects(trust({ name: 'Its trust', feed: 'All' }))).toEqual([['neither', 'downstream.trust.name'], ['widens', 'downstream.trust.feed']])
  expect(effects(({ parties }) => ({ parties: { ...parties, controller: 'We' } }))).toEqual([['widens', 'parties.controller']])
  expect(effects((agreement) => ({ ...time({ stageEnd: null })(agreement), stageRule: null }))).toEqual([['widens', 'time.stageEnd']])
  expect(effects(() => ({ purposes: ['Charts'] }))).toEqual([['widens', 'purposes'], ['narrows', 'purposes']])
  expect(effects(() => ({ connectors: ['oneroster'] }))).toEqual([['neither', 'connectors.oneroster'], ['neither', 'connectors.wonde'], ['neither', 'connectors.xporter']])
  expect(effects(() => ({ sync: { modes: ['manual'], default: 'manual' } }))).toEqual([['narrows', 'sync.modes.automatic'], ['narrows', 'sync.default']])
}) // prettier-ignore
