import { wondeId } from '../wonde-id.js'
import { oneOrNothing } from '../resource.js'
import { briefClass, briefGroup } from './brief-set.js'
import { contactsOf } from './contacts.js'
import { openFields, personFields } from './person-fields.js'
import { educationDetails, extendedDetails, studentContactDetails } from './student-details.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { Group } from '../../model/teaching/group.js'
import type { Include, Resource } from '../resource.js'

export const students: Resource<Pupil> = {
  identity: 'students',
  table: 'students',
  open: openFields('students'),
  scoped: { ...personFields, gender_identity: ({ genderIdentity }) => genderIdentity },
  includes: {
    education_details: { fields: educationDetails },
    extended_details: { fields: extendedDetails },
    contact_details: { fields: studentContactDetails },
    classes: {
      of: 'classes',
      below: ['subject', 'employees'],
      relate: ({ classes }, scene, below) => classes.map((taught) => briefClass(taught, scene, below)),
    },
    groups: {
      of: 'groups',
      below: ['employees'],
      relate: ({ groups }, scene, below) => groups.map((group) => briefGroup(group, scene, below)),
    },
    year: groupOfType('YEAR'),
    registration: groupOfType('REGISTRATION'),
    house: groupOfType('HOUSE'),
    contacts: { of: 'contacts', below: ['contact_details'], relate: contactsOf },
    medical_conditions: {
      of: 'students',
      relate: ({ number, medicalCode, medicalDescription }, { seed }) =>
        medicalCode === null && medicalDescription === null
          ? []
          : [
              {
                id: wondeId('medical_conditions', number, seed),
                mis_id: String(number),
                code: medicalCode,
                description: medicalDescription,
                date_received: null,
              },
            ],
    },
    sen_needs: {
      of: 'students',
      relate: ({ senNeed }) => (senNeed === null ? [] : [{ code: senNeed, rank: 1, start_date: null, end_date: null }]),
    },
  },
}

function groupOfType(type: Group['type']): Include<Pupil> {
  return {
    of: 'groups',
    below: ['employees'],
    relate: ({ groups }, scene, below) => {
      const found = groups.find((group) => group.type === type)
      return oneOrNothing(found && briefGroup(found, scene, below))
    },
  }
}
