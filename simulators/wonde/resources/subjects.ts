import { instantDate } from '../printing/dates.js'
import { resource } from '../printing/resource.js'
import { wondeId } from '../wonde-id.js'
import type { Subject } from '../../model/teaching/subjects.js'

/** Subjects, classes and groups never say when they were made; one stamp for all keeps them equal from night to night. */
export const STAMP = '2015-09-01 02:00:00'

export const subjects = resource<Subject>({
  identity: 'subjects',
  table: 'subjects',
  open: {
    id: ({ number }, { seed }) => wondeId('subjects', number, seed),
    created_at: () => instantDate(STAMP),
    updated_at: () => instantDate(STAMP),
  },
  scoped: {
    mis_id: ({ number }) => String(number),
    code: ({ code }) => code,
    name: ({ name }) => name,
    active: () => true,
  },
  includes: {},
})
