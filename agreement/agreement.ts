import { z } from 'zod'
import type { AgreementProblem } from './agreement-problem.js'
import { sentenceFor, toProblems } from './agreement-problem.js'
import { itemCodes, items } from './items.js'
import { readYaml } from './read-yaml.js'
import { timeRules } from './retention/policy.js'
import type { RetentionPolicy } from './retention/policy.js'

export type ParsedAgreement = { readonly agreement: Agreement } | { readonly problems: readonly AgreementProblem[] }

export const connectorNames = ['wonde', 'xporter', 'oneroster'] as const

const sentence = (about: string) =>
  z
    .string({ error: `Say in plain words ${about}.` })
    .trim()
    .min(1)
    .max(600)

/** A list that says nothing twice: of two rows about one item, nobody could tell which holds. */
const listOf = <Entry extends z.ZodType>(entry: Entry, nameOf: (entry: z.output<Entry>) => string) =>
  z
    .array(entry)
    .min(1)
    .superRefine((list, context) => {
      const names = list.map(nameOf)
      names.forEach((name, index) => {
        if (names.indexOf(name) === index) return
        context.addIssue({ code: 'custom', path: [index], message: 'This stands here twice; keep one of the two.' })
      })
    })
    .readonly()

const agreedItem = z
  .strictObject({
    code: z.enum(itemCodes, { error: 'There is no such item; use a code of the catalogue in agreement/items.ts.' }),
    default: z.enum(['granted', 'denied']),
    /** Whether this agreement asks the school about the item; the catalogue's stars unless it says otherwise. */
    starred: z.boolean().optional(),
    /** An agreement may treat more as special category, never less: hence no `false`. */
    special: z.literal(true).optional(),
    /** `baseline` marks what the contract is silent about and our own baseline settles (requirements.md K28). */
    source: z.enum(['agreement', 'baseline']).default('agreement'),
  })
  .transform((item) => ({
    ...item,
    starred: item.starred ?? items[item.code].starred,
    special: item.special ?? items[item.code].special,
  }))
  .refine((item) => !(item.special && item.default === 'granted'), {
    path: ['default'],
    error: 'This is a special category: it always needs the school’s explicit tick (K05), so write `default: denied`.',
  })
  .refine((item) => item.special || !(item.starred && item.default === 'granted'), {
    path: ['default'],
    error:
      'A starred item is off until the school ticks it, so write `default: denied`, or `starred: false` if the contract says so.',
  })
  .readonly()

/** What the rules of time need to know of a person; the acceptance grants them for that and nothing else (design.md §2, law 2). */
const controlFact = z
  .strictObject({ fact: z.enum(['enrolmentStatus', 'spells', 'classYears']), purpose: z.literal('keeping time') })
  .readonly()

const schema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'Write lower-case words joined by hyphens.' }),
    version: z.int({ error: 'Write a whole number, 1 for the first version.' }).positive(),
    title: sentence('what the agreement is called'),
    summary: sentence('what the agreement comes to, for the person who accepts it'),
    parties: z
      .strictObject({ controller: sentence('who the controller is'), processor: sentence('who the processor is') })
      .readonly(),
    purposes: z.array(sentence('what the data is used for')).min(1).readonly(),
    connectors: listOf(z.enum(connectorNames), (connector) => connector),
    items: listOf(agreedItem, ({ code }) => code),
    controlFacts: listOf(controlFact, ({ fact }) => fact),
    people: z
      .strictObject({
        preAdmission: z.enum(['untilStart', 'accept']),
        guests: z.enum(['refuse', 'accept']),
        /** Nothing about parents is received, under any agreement (R33, K03). */
        contacts: z.literal('refuse'),
      })
      .readonly(),
    time: timeRules,
  })
  .readonly()

export type Agreement = z.infer<typeof schema>

/** What of an agreement the dates of one person depend on. */
export function retentionPolicy({ time, people }: Agreement): RetentionPolicy {
  return { ...time, guests: people.guests, preAdmission: people.preAdmission }
}

/** Reads an agreement file. Unknown keys are refused: a misspelt rule would otherwise be a rule that nobody keeps. */
export function parseAgreement(text: string): ParsedAgreement {
  const yaml = readYaml(text)
  if ('message' in yaml) return { problems: [{ path: '', code: 'notYaml', message: yaml.message }] }
  const parsed = schema.safeParse(yaml.content, { error: sentenceFor, reportInput: true })
  if (parsed.success) return { agreement: parsed.data }
  return { problems: parsed.error.issues.flatMap((issue) => toProblems(issue)) }
}
