import type { Answer } from '../http/answer.js'
import type { SimulatorRequest } from '../http/request.js'
import type { JsonRecord } from '../json.js'
import type { World } from '../world/world.js'
import type { ListKind, StatusKind } from './fault.js'
import type { Instead } from './other-school.js'
import type { ReadPage } from './spoil-list.js'

/** How faults look in one protocol. */
export interface Dialect {
  /** An error, in the protocol's own envelope. */
  readonly refused: (kind: StatusKind, request: SimulatorRequest) => Answer
  /** A page of a list, made untrue. `url` is the one it was asked by. */
  readonly spoilList: (kind: ListKind, page: JsonRecord, url: string, read: ReadPage) => JsonRecord
  /** The request as another school's client would have made it. */
  readonly elsewhere: (request: SimulatorRequest, world: World) => Instead | undefined
}

/** One protocol that the simulator speaks. */
export interface Protocol {
  readonly owns: (path: string) => boolean
  /** The school that is asked about, for the log and for faults of one school. */
  readonly schoolOf: (request: SimulatorRequest) => string | null
  readonly speak: (request: SimulatorRequest) => Answer
  readonly dialect: Dialect
}
