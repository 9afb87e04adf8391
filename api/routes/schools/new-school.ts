import { z } from 'zod'
import { endpointFault } from '../../../connectors/endpoint.js'
import { sourceSecrets } from '../../../connectors/settings.js'
import type { EndpointRule } from '../../../connectors/endpoint.js'
import { wondeBinding } from '../../../connectors/wonde/settings.js'
import { text } from '../../text.js'
import { contacts, day } from './school-view.js'

/** What registering a school takes. The source's secret is part of `source` and never answered. */
export const newSchool = (endpoints: EndpointRule) =>
  z.strictObject({
    name: text,
    urn: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    laCode: z
      .string()
      .regex(/^\d{3}$/)
      .optional(),
    establishmentNumber: z
      .string()
      .regex(/^\d{4}$/)
      .optional(),
    phase: text.optional(),
    statutoryHighAge: z.number().int().min(3).max(25).optional(),
    controller: z.union([text.transform((name) => ({ name })), z.strictObject({ name: text })]),
    contacts,
    contract: z
      .strictObject({ startsOn: day, endsOn: day.optional() })
      .refine(({ startsOn, endsOn }) => endsOn === undefined || endsOn >= startsOn, {
        path: ['endsOn'],
        params: { code: 'beforeStart' },
      }),
    agreement: z.string().regex(/^[a-z0-9-]{1,100}$/),
    source: source(endpoints),
  })
export type NewSchoolBody = z.infer<ReturnType<typeof newSchool>>

/** Binding and secret come as one object and part here: the one is shown, the other sealed. */
function source(endpoints: EndpointRule) {
  return z
    .discriminatedUnion('connector', [z.strictObject({ ...wondeBinding.shape, ...sourceSecrets.wonde.shape })])
    .superRefine(({ baseUrl }, context) => {
      const code = endpointFault(baseUrl, endpoints)
      if (code !== null) context.addIssue({ code: 'custom', path: ['baseUrl'], params: { code } })
    })
    .transform(({ token, ...binding }) => ({ binding, token }))
}
