import type { KnownPerson } from '../../../agreement/retention/known-person.js'
import type { Held } from '../../../pipeline/compare.js'
import type { Arrival } from '../../../pipeline/digest.js'
import type { Keyring } from '../../../vault/keyring/keyring.js'
import type { Items } from '../document.js'
import type { Decide } from '../time/retime.js'

/** What undoing one run needs, decided before its transaction begins. */
export interface Reverting {
  readonly school: string
  /** The run that undoes. */
  readonly runId: string
  /** The run that is undone. */
  readonly of: string
  /** What that run undid itself, if it did. */
  readonly redoes: string | null
  /** How many pupils and staff it told of when it ended. */
  readonly counted: number
  readonly at: Date
  /** The London day of `at`. */
  readonly today: string
  readonly keyring: Keyring
  /** Nothing comes back that is not granted any more. */
  readonly granted: ReadonlySet<string>
  /** As a read that brings these items would digest them, in hex. */
  readonly digestOf: (kind: Held['kind'], items: Items) => string
  /** What a source said of a record, as it is refused. */
  readonly contentOf: (record: Pick<Arrival, 'kind' | 'digest' | 'placesDigest'>) => string
  readonly law: {
    readonly decide: Decide
    /** Somebody states that the person left: that is never undone, only what was inferred (requirements.md §4, 7). */
    readonly isStated: (person: KnownPerson) => boolean
    readonly isWithdrawn: (person: KnownPerson) => boolean
  }
}
