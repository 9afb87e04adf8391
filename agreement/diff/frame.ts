import type { Agreement } from '../agreement.js'
import { compareEntries, wording } from './change.js'
import type { Change } from './change.js'

/** Who the parties are. Another controller or processor is another agreement (K22), and words cannot be told from that. */
export function diffParties(before: Agreement['parties'], after: Agreement['parties']): readonly Change[] {
  return [
    ...wording(
      'parties.controller',
      before.controller,
      after.controller,
      'widens',
      `The controller: ${after.controller}.`,
    ),
    ...wording('parties.processor', before.processor, after.processor, 'widens', `The processor: ${after.processor}.`),
  ]
}

/** A purpose in other words is a new one beside an old one gone: no program can say that it is the same. */
export function diffPurposes(before: Agreement['purposes'], after: Agreement['purposes']): readonly Change[] {
  const { added, removed } = compareEntries(before, after, (purpose) => purpose)
  return [
    ...added.map((purpose) => ({ effect: 'widens', path: 'purposes', words: `A new purpose: ${purpose}.` }) as const),
    ...removed.map(
      (purpose) => ({ effect: 'narrows', path: 'purposes', words: `No longer a purpose: ${purpose}.` }) as const,
    ),
  ]
}

/** Another way in takes nothing from a school that does not use it, and one that goes leaves its schools under the old version. */
export function diffConnectors(before: Agreement['connectors'], after: Agreement['connectors']): readonly Change[] {
  const { added, removed } = compareEntries(before, after, (connector) => connector)
  const change = (connector: string, words: string) =>
    ({ effect: 'neither', path: `connectors.${connector}`, words: `${connector} ${words}` }) as const
  return [
    ...added.map((connector) => change(connector, 'is another connector that a school may use.')),
    ...removed.map((connector) => change(connector, 'is no longer a connector that a school may use.')),
  ]
}

const facts = { enrolmentStatus: 'Enrolment status', spells: 'Times on roll', classYears: 'Class years' } as const

/** What is held to keep time, without being shared. */
export function diffControlFacts(
  before: Agreement['controlFacts'],
  after: Agreement['controlFacts'],
): readonly Change[] {
  const { added, removed } = compareEntries(before, after, ({ fact }) => fact)
  return [
    ...added.map(
      ({ fact }) =>
        ({ effect: 'widens', path: `controlFacts.${fact}`, words: `${facts[fact]}: held to keep time.` }) as const,
    ),
    ...removed.map(
      ({ fact }) =>
        ({ effect: 'narrows', path: `controlFacts.${fact}`, words: `${facts[fact]}: no longer held.` }) as const,
    ),
  ]
}
