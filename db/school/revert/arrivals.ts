import type { FactName, KnownPerson } from '../../../agreement/retention/known-person.js'
import { sealFact } from '../document.js'
import { knownPeople } from '../time/known-people.js'
import type { CopyRow, SchoolTransaction } from '../transaction.js'
import type { AsLeft } from './as-left.js'
import { entriesOf } from './entries.js'
import type { RunEntry } from './entries.js'
import type { Reverting } from './reverting.js'

const isPerson = ({ kind }: RunEntry) => kind === 'pupil' || kind === 'staff'
const EVERYTHING = JSON.stringify({ item: null })

/**
 * Withdraws the people whom the run added, who are as it left them: by the law hidden at once and gone within a day, and then not taken again
 * in the same spell (docs/decisions/0187). Answers who.
 */
export async function withdrawAdded(
  trx: SchoolTransaction,
  entries: readonly RunEntry[],
  left: ReadonlyMap<string, AsLeft>,
  reverting: Reverting,
): Promise<readonly string[]> {
  const added = entries.filter((entry) => isPerson(entry) && entry.op === 'added').map(({ recordId }) => recordId)
  const asAdded = added.filter((id) => left.get(id)?.runId === reverting.of && left.get(id)?.absent === false)
  const known = await knownPeople(trx.db, opening(reverting), asAdded)
  const people = new Map([...known].filter(([, person]) => !reverting.law.isWithdrawn(person)))
  await learn(trx, people, 'withdrawn', reverting)
  return [...people.keys()]
}

/** Grants the people again whom the run withdrew because it undid the one that had added them. Answers who. */
export async function grantAgain(
  trx: SchoolTransaction,
  entries: readonly RunEntry[],
  reverting: Reverting,
): Promise<readonly string[]> {
  if (reverting.redoes === null) return []
  const first = await entriesOf(trx.db, reverting.redoes)
  const added = new Set(first.filter(({ op }) => op === 'added').map(({ recordId }) => recordId))
  const gone = entries.filter((entry) => isPerson(entry) && entry.op === 'removed' && added.has(entry.recordId))
  const known = await knownPeople(
    trx.db,
    opening(reverting),
    gone.map(({ recordId }) => recordId),
  )
  const people = new Map([...known].filter(([, person]) => reverting.law.isWithdrawn(person)))
  await learn(trx, people, 'grantedAgain', reverting)
  return [...people.keys()]
}

const opening =
  ({ keyring, school }: Reverting) =>
  (ids: readonly string[]) =>
    keyring.openKeys(school, ids)

async function learn(
  trx: SchoolTransaction,
  people: ReadonlyMap<string, KnownPerson>,
  what: 'withdrawn' | 'grantedAgain',
  { keyring, school, at }: Reverting,
): Promise<void> {
  const keys = await keyring.makeSubjectKeys(school, [...people.keys()], 'core')
  const rows = [...people].flatMap(([id, person]): CopyRow[] => {
    const key = keys.get(id)
    return key ? [[id, what, freeInstant(person, what, at), sealFact(key, id, what, EVERYTHING)]] : []
  })
  await trx.copy('fact', ['subject_id', 'what', 'learned_at', 'sealed'], rows)
}

/** Two facts of one name and person cannot be of one instant: where something else was withdrawn in this very one, the millisecond before it. */
function freeInstant({ facts }: KnownPerson, what: FactName, at: Date): Date {
  const taken = new Set(facts.filter((fact) => fact.what === what).map(({ learnedAt }) => learnedAt.getTime()))
  let free = at.getTime()
  while (taken.has(free)) free -= 1
  return new Date(free)
}
