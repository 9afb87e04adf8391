import { nameOf } from '../../model/names/person-name.js'
import { emailOf, mobileOf } from '../../model/names/contact-points.js'
import { wondeId } from '../wonde-id.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { IncludeTree } from '../printing/includes.js'
import type { Scene } from '../scene.js'

const relationships = ['Mother', 'Father'] as const

/** Two parents a pupil, for a client that should never have asked for them. */
export function contactsOf(pupil: Pupil, scene: Scene, asked: IncludeTree): object[] {
  return relationships.map((relationship, index) => {
    const number = pupil.number * 2 + index
    const { forename, surname } = nameOf(scene.seed, 'contact', number).name
    const phone = mobileOf(scene.seed, 'contact', number)
    const email = emailOf(scene.seed, forename, surname, number)
    const details = {
      phones: { phone, primary: phone, home: null, work: null, mobile: phone },
      emails: { email, primary: email, home: email, work: null },
    }
    return {
      id: wondeId('contacts', number, scene.seed),
      mis_id: String(number),
      title: null,
      forename,
      surname,
      relationship: { relationship, priority: index + 1, parental_responsibility: true, lives_with_pupil: index === 0 },
      ...(asked.below.has('contact_details') && scene.scopes.allows('contacts.contact_details')
        ? { contact_details: { data: details } }
        : {}),
    }
  })
}
