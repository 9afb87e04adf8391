import type { PartPlan } from '../../db/school/parts/apply-parts.js'
import { partKey } from '../../pipeline/parts/compare-parts.js'
import type { PartName } from '../../pipeline/parts/compare-parts.js'
import { keyedId } from '../../vault/keyed-hash.js'
import type { OpenKey } from '../../vault/open-key.js'
import type { ActivityDependencies } from '../dependencies.js'
import { madeKey } from '../made-key.js'

interface PlanInput<Content> extends Pick<PartPlan<Content>, 'runId' | 'at' | 'changes' | 'plain'> {
  readonly school: string
  readonly lookup: OpenKey
}

/** Completes the plan with ids that another attempt would give too, and with the keys, made before any row that needs them. */
export async function planParts<Content>(
  { keyring }: Pick<ActivityDependencies, 'keyring'>,
  { school, lookup, ...plan }: PlanInput<Content>,
): Promise<PartPlan<Content>> {
  const written: readonly PartName[] = [...plan.changes.added, ...plan.changes.changed.map(({ arrived }) => arrived)]
  const keys = new Map<string, OpenKey>()
  for (const part of new Set(written.map((one) => one.part))) {
    const subjects = written.flatMap((one) => (one.part === part ? one.subject : []))
    for (const [subject, key] of await keyring.makeSubjectKeys(school, subjects, part))
      keys.set(partKey({ subject, part }), key)
  }
  return {
    ...plan,
    idOf: ({ subject, part }) => keyedId(lookup, 'part', subject, part),
    keyOf: (name) => madeKey(keys.get(partKey(name))),
  }
}
