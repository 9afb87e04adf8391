import { z } from 'zod'
import type { AgreementProblem } from './agreement-problem.js'
import { sentenceFor, toProblems } from './agreement-problem.js'
import { readYaml } from './read-yaml.js'
import { timeRules } from './retention/policy.js'
import type { RetentionPolicy } from './retention/policy.js'
import { evidence, notices, subProcessors } from './schema/assurance.js'
import { baseline, strayFields } from './schema/baseline.js'
import { downstream } from './schema/downstream.js'
import { stageRule, tenantEnd } from './schema/ending.js'
import { guards } from './schema/guards.js'
import { agreedItem, controlFact } from './schema/item.js'
import { people } from './schema/people.js'
import { sync } from './schema/sync.js'
import { code, listOf, sentence } from './schema/words.js'

export type ParsedAgreement = { readonly agreement: Agreement } | { readonly problems: readonly AgreementProblem[] }

export const connectorNames = ['wonde', 'xporter', 'oneroster'] as const

const schema = z
  .strictObject({
    id: code,
    version: z.int({ error: 'Write a whole number, 1 for the first version.' }).positive(),
    title: sentence('what the agreement is called'),
    summary: sentence('what the agreement comes to, for the person who accepts it'),
    /** What is agreed, in words of our own: the contract is between the parties, and this is what the program carries out of it. */
    terms: z.array(sentence('what is agreed')).min(1).readonly(),
    parties: z
      .strictObject({ controller: sentence('who the controller is'), processor: sentence('who the processor is') })
      .readonly(),
    purposes: z.array(sentence('what the data is used for')).min(1).readonly(),
    connectors: listOf(z.enum(connectorNames), (connector) => connector)
      .min(1)
      .readonly(),
    sync,
    items: listOf(agreedItem, (item) => item.code)
      .min(1)
      .readonly(),
    controlFacts: listOf(controlFact, ({ fact }) => fact)
      .min(1)
      .readonly(),
    people,
    time: timeRules,
    stageRule,
    tenantEnd,
    guards,
    downstream,
    /** Each school its own database, role and keys (K25, R42). The product keeps schools apart in no other way. */
    isolation: z.literal('database'),
    heldIn: sentence('in which country the data is held'),
    evidence,
    subProcessors,
    notices,
    baseline,
  })
  .superRefine((agreement, context) => {
    for (const index of strayFields(agreement))
      context.addIssue({ code: 'custom', path: ['baseline', index, 'field'], message: noSuchField })
    if ((agreement.time.stageEnd === null) !== (agreement.stageRule === null))
      context.addIssue({ code: 'custom', path: ['stageRule'], message: stageHalfSaid })
  })
  .readonly()

const noSuchField = 'This agreement has no such field; write its keys joined by points, as `time.staffMaxDisabled`.'
const stageHalfSaid = 'Give both `time.stageEnd` and `stageRule`, or write null for both where only leaving counts.'

export type Agreement = z.infer<typeof schema>

/** What of an agreement the dates of one person depend on. */
export function retentionPolicy({ time, people }: Agreement): RetentionPolicy {
  return { ...time, guests: people.guests, preAdmission: people.preAdmission }
}

/** The form of a file as JSON Schema, for editors: what they can complete and check. Rules between fields stay with `agreement check`. */
export function agreementJsonSchema() {
  return z.toJSONSchema(schema, { io: 'input', override: forEditors })
}

/** What is read-only is our object in memory; to an editor it would say that nobody may write there. */
function forEditors({ jsonSchema }: { readonly jsonSchema: { readOnly?: boolean } }): void {
  delete jsonSchema.readOnly
}

/** Reads an agreement file. Unknown keys are refused: a misspelt rule would otherwise be a rule that nobody keeps. */
export function parseAgreement(text: string): ParsedAgreement {
  const yaml = readYaml(text)
  if ('message' in yaml) return { problems: [{ path: '', code: 'notYaml', message: yaml.message }] }
  const parsed = schema.safeParse(yaml.content, { error: sentenceFor, reportInput: true })
  if (parsed.success) return { agreement: parsed.data }
  return { problems: parsed.error.issues.flatMap((issue) => toProblems(issue)) }
}
