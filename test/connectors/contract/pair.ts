import type { ItemCode } from '../../../agreement/items.js'
import type { ConnectorName } from '../../../connectors/settings.js'
import type { Departure, SourceFailureType } from '../../../connectors/source.js'

type ByVersion = Readonly<Record<'1.1' | '1.2', string>>

/** What `/_sim/schools` gives a client of each protocol. */
export interface Credentials {
  readonly wonde: { readonly schoolId: string; readonly token: string }
  readonly xporter: { readonly schoolId: string; readonly relyingParty: string; readonly schoolSecret: string }
  readonly oneroster: {
    readonly schoolId: string
    readonly clientId: string
    readonly clientSecret: string
    readonly rest: ByVersion
    readonly csv: ByVersion
  }
}

/** Which door of the simulator's control plane a school shares less by, and what it says there. */
export interface Denial {
  readonly door: 'permissions' | 'oneroster'
  readonly says: object
}

/** What of a school has a place in the protocol, of all that the contract compares. */
export interface Carried {
  readonly lacks: readonly ItemCode[]
  readonly groupTypes: readonly string[]
  readonly staff: 'all' | 'teachers'
  /** Whether groups are listed in which there is nobody. */
  readonly emptyGroups: boolean
}

export type Stated = Pick<Departure, 'by' | 'leftOn'>

/** A connector beside the protocol of the simulator that it speaks. Adding one is one entry; every test of the contract runs against it. */
export interface Pair {
  readonly name: string
  readonly connector: ConnectorName
  /** What is registered of a school: binding and secret apart. */
  readonly settings: (credentials: Credentials) => {
    readonly binding: { readonly schoolId: string; readonly [setting: string]: string }
    readonly secret: object
  }
  readonly wrongSecret: object
  /** Where pupils are asked for, for faults. */
  readonly pupils: string
  /** What a request would show if it asked for more than a pupil's name; null: there is one file, and it holds everything. */
  readonly moreThanNames: RegExp | null
  readonly carries: Carried
  /** How the school takes back these items, or all pupils, or groups, and what a read of pupils then comes to. */
  readonly denying: {
    readonly items: Denial & { readonly taken: readonly ItemCode[] }
    readonly pupils: Denial & { readonly ends: SourceFailureType }
    readonly groups: Denial & { readonly ends: SourceFailureType | 'noMemberships' }
  }
  /** What is said of a pupil whose last day was 6 November, and of one whose record was deleted; null: nothing, the absence speaks alone. */
  readonly states: { readonly left: Stated | null; readonly deleted: Stated | null }
}

/** Every type that a group of the model school has. */
export const everyType = ['registration', 'year', 'house', 'user', 'class'] as const

export const denied = (...identities: readonly string[]): Denial => ({
  door: 'permissions',
  says: { denied: identities },
})
