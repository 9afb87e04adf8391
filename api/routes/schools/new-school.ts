import { z } from 'zod'
import { newSource } from '../../../connectors/settings.js'
import type { EndpointRule } from '../../../connectors/endpoint.js'
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
    source: newSource(endpoints),
  })
export type NewSchoolBody = z.infer<ReturnType<typeof newSchool>>
