import type { Agreement } from '../agreement.js'
import { wording } from './change.js'
import type { Change } from './change.js'
import { diffHeldIn, diffStageRule, diffTenantEnd } from './ending.js'
import { diffEvidence } from './evidence.js'
import { diffConnectors, diffControlFacts, diffParties, diffPurposes } from './frame.js'
import { diffGuards } from './guards.js'
import { diffItems } from './items.js'
import { diffPeople } from './people.js'
import { diffDownstream, diffSubProcessors } from './recipients.js'
import { diffSync } from './sync.js'
import { diffTime } from './time.js'

type Subjects = {
  readonly [Key in keyof Agreement]: (before: Agreement[Key], after: Agreement[Key]) => readonly Change[]
}

const reworded =
  (path: string, words: string) =>
  (before: unknown, after: unknown): readonly Change[] =>
    wording(path, before, after, 'neither', words)

const same = (): readonly Change[] => []

/** Every field of an agreement has its line: one that is added to the schema does not compile without. */
const subjects: Subjects = {
  // Which version it is, and of what, is no difference in what is agreed.
  id: same,
  version: same,
  title: reworded('title', 'The agreement is called otherwise.'),
  summary: reworded('summary', 'The summary is in other words.'),
  terms: reworded('terms', 'The terms are in other words; what they come to stands in the other lines.'),
  parties: diffParties,
  purposes: diffPurposes,
  connectors: diffConnectors,
  sync: diffSync,
  items: diffItems,
  controlFacts: diffControlFacts,
  people: diffPeople,
  time: diffTime,
  stageRule: diffStageRule,
  tenantEnd: diffTenantEnd,
  guards: diffGuards,
  downstream: diffDownstream,
  isolation: same,
  heldIn: diffHeldIn,
  evidence: diffEvidence,
  subProcessors: diffSubProcessors,
  notices: reworded('notices', 'Notices go to somebody else, or the school writes to somebody else.'),
  baseline: reworded('baseline', 'What our own baseline settles, or why, is said otherwise.'),
}

/** What another version changes, in the order of the agreement. */
export function diffAgreements(before: Agreement, after: Agreement): readonly Change[] {
  return keys.flatMap((key) => diffField(key, subjects[key], before, after))
}

const keys = Object.keys(subjects).filter(isKey)

function isKey(key: string): key is keyof Agreement {
  return Object.hasOwn(subjects, key)
}

function diffField<Key extends keyof Agreement>(key: Key, diff: Subjects[Key], before: Agreement, after: Agreement) {
  return diff(before[key], after[key])
}

/** What a new version asks of a school: a new acceptance if anything widens (R39, R59), else to be told. */
export function consequenceOf(changes: readonly Change[]): 'acceptance' | 'notice' | 'nothing' {
  if (changes.some(({ effect }) => effect === 'widens')) return 'acceptance'
  return changes.length > 0 ? 'notice' : 'nothing'
}
