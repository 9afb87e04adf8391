/** How a walk ended. A walk that could not be proven whole throws `SourceIncomplete` instead of returning this. */
export interface WalkEnd {
  readonly pages: number
  readonly records: number
}

/**
 * How a list showed that it was over: the source `said` that there is no more, the number that it announces was reached (`counted`), or it
 * said nothing and nothing more could be had (`inferred`).
 */
export type Ending = 'said' | 'counted' | 'inferred'

/** How a list ended that was walked to its end. */
export interface ListEnd extends WalkEnd {
  readonly ended: Ending
}

/** How the read of a kind ended: beside the records, how many rows each list had that they were put together from, by the source's name of it. */
export interface ReadEnd extends ListEnd {
  readonly lists: Readonly<Record<string, number>>
}

/** The end of a read for which no list had to be walked. */
export const nothingRead: ReadEnd = { pages: 0, records: 0, ended: 'said', lists: {} }
