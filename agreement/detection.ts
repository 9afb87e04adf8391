import type { Agreement } from './agreement.js'

type ConnectorName = Agreement['connectors'][number]

/** One part of the time that can pass between somebody's leaving in the MIS and our knowing of it. */
export interface DetectionPart {
  readonly what: 'refresh' | 'night' | 'run'
  /** At most; null where it is the connector's and it publishes none. */
  readonly hours: number | null
  readonly words: string
}

export interface Detection {
  readonly connector: ConnectorName
  readonly parts: readonly DetectionPart[]
  /** All parts that have a number, at their worst one after the other. */
  readonly hours: number
}

// Xporter’s copy of a school’s MIS is made anew each night (xporter sheet, 4.3: 1,440 minutes). Of the others nothing is published.
const refresh: Readonly<Record<ConnectorName, { readonly hours: number | null; readonly words: string }>> = {
  xporter: { hours: 24, words: 'Xporter takes its copy of the MIS anew once a night.' },
  wonde: { hours: null, words: 'Wonde reads the MIS in its own time, and does not publish how often.' },
  oneroster: { hours: null, words: 'The provider says how often it makes its lists or files.' },
}

// From one night’s minute to the next; the night on which the clocks go back has an hour more.
const NIGHT = { what: 'night', hours: 25, words: 'From the minute of one night to that of the next.' } as const
// Six hours of waiting for a source that is down or asks us to wait, and one for the last attempt.
const RUN = { what: 'run', hours: 7, words: 'A read goes on trying for most of a night before it gives up.' } as const

/**
 * How long it takes at worst until a leaving that stands in the MIS is detected, by connector (K15): ‘at once’ counts from the detection, so
 * this is what a school has to know beside it. What then follows at once is in the transaction that detects it; whatever is more urgent is
 * hidden within a minute by the urgent route (R61).
 */
export function detectionOf({ connectors }: Pick<Agreement, 'connectors'>): readonly Detection[] {
  return connectors.map((connector) => {
    const parts: readonly DetectionPart[] = [{ what: 'refresh', ...refresh[connector] }, NIGHT, RUN]
    return { connector, parts, hours: parts.reduce((sum, { hours }) => sum + (hours ?? 0), 0) }
  })
}
