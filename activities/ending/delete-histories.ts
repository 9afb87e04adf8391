import { beating } from '../beat.js'

/** One run of a workflow. */
export interface HistoryRun {
  readonly workflowId: string
  readonly runId: string
}

/** The histories of schools, as Temporal keeps them. The one part that the time-skipping server does not have. */
export interface Histories {
  /** Every run of a school: its lifecycle's, and whatever lies below it. */
  readonly list: (school: string) => Promise<readonly HistoryRun[]>
  /** One that is open is terminated with it. One that is gone already is no failure. */
  readonly delete: (run: HistoryRun) => Promise<void>
  readonly count: (school: string) => Promise<number>
}

export interface DeleteHistoriesActivities {
  /** Deletes every run of a school, and answers how many there were. Deleting takes effect a moment later: ask until there are none. */
  deleteHistories(input: { readonly school: string }): Promise<number>
}

export function deleteHistoriesActivities(histories: Histories): DeleteHistoriesActivities {
  return {
    deleteHistories: ({ school }) =>
      beating(async () => {
        const runs = await histories.list(school)
        for (const run of runs) await histories.delete(run)
        // Two independent questions must both say that nothing is there.
        return Math.max(runs.length, await histories.count(school))
      }),
  }
}
