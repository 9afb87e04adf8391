import type { ItemCode } from '../../../agreement/items.js'
import { enrolmentStatus } from '../../enrolment-status.js'
import type { ControlFacts, SourceRecord } from '../../source.js'
import type { Block } from '../../block.js'
import { idOf, one, text } from './block.js'
import { calendarDay } from './calendar-day.js'
import { gatherItems, placesByBlock } from './gather-items.js'
import { identitiesOf } from './identities.js'
import { memberships } from './memberships.js'
import { pupilPlaces } from './pupil-places.js'

const places = placesByBlock(pupilPlaces)

/** One row of `/students`. What it says of contacts, siblings or doctors is never looked at (R33). */
export function translatePupil(row: Block, asked: ReadonlySet<ItemCode>): SourceRecord {
  const education = one(row, 'education_details') ?? null
  return {
    kind: 'pupil',
    ref: idOf(row),
    identities: identitiesOf(row, education && text(education, 'upn')),
    items: gatherItems(row, places, asked),
    facts: factsOf(row, education),
    memberships: [...memberships(row, 'groups', 'pupil.groups'), ...memberships(row, 'classes', 'pupil.classes')],
  }
}

function factsOf(row: Block, education: Block | null): ControlFacts {
  const extended = one(row, 'extended_details') ?? null
  return {
    status: enrolmentStatus(extended && text(extended, 'enrolment_status')),
    spell: education && {
      start: calendarDay(education, 'admission_date'),
      leaving: calendarDay(education, 'leaving_date'),
    },
    year: education && text(education, 'current_nc_year'),
  }
}
