import { z } from 'zod'
import type { Run } from '../../../db/control/run.js'

const counts = z.object({
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  unchanged: z.number(),
  refusedItems: z.number(),
  skipped: z.number().optional(),
})

export const runView = z.object({
  id: z.string(),
  trigger: z.enum(['nightly', 'manual', 'first', 'resume', 'confirm', 'hint', 'revert']),
  /** Of a revert: the run that it undoes. */
  reverts: z.string().optional(),
  state: z.enum(['running', 'applied', 'held', 'nothingToDo', 'failed', 'refused']),
  reason: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  counts: z.record(z.string(), counts),
  completeness: z.looseObject({}).nullable(),
  verdict: z.looseObject({}).nullable(),
})

export function shownRun({ reverts, ...run }: Run): z.infer<typeof runView> {
  return {
    ...run,
    ...(reverts !== null && { reverts }),
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    counts: { ...run.counts },
    completeness: run.completeness && { ...run.completeness },
    verdict: run.verdict && { ...run.verdict },
  }
}
