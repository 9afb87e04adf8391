import type { Ending, Permissions, SourceSchool } from '../source.js'
import type { Block } from '../block.js'

/** The lists that a roster is read from, by REST or out of a file. */
export const listNames = ['classes', 'enrollments', 'students', 'staff', 'demographics'] as const
export type ListName = (typeof listNames)[number]

/** What is asked of a list: which fields of its rows, and whether of those who are there or of those who are gone. */
export interface ListPlan {
  readonly fields: readonly string[]
  readonly who: 'present' | 'gone'
  /** Only what was touched since this instant, where the provider can tell. */
  readonly since?: string
}

/** How one list ended, over how many pages. */
export interface FeedEnd {
  readonly pages: number
  readonly ended: Ending
}

/** A school's rosters, however they come. Rows are of the bound school only; of what status they are is still to be looked at. */
export interface Feed {
  readonly school: () => Promise<SourceSchool>
  readonly permissions: () => Promise<Permissions>
  /** Every row of a list, page by page, to its end. Throws `SourceIncomplete` where it was not whole. */
  readonly list: (name: ListName, plan: ListPlan) => AsyncGenerator<readonly Block[], FeedEnd, void>
}
