import { wondeId } from '../wonde-id.js'
import { photoInclude } from '../photos/photos.js'
import { custom, details, toMany, toOne } from '../printing/include.js'
import { resource } from '../printing/resource.js'
import { briefClasses } from './classes.js'
import { contactsOf } from './contacts.js'
import { briefGroups } from './groups.js'
import { personFields, recordFields } from './person-fields.js'
import { educationDetails, extendedDetails, studentContactDetails } from './student-details.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { Group } from '../../model/teaching/group.js'
import type { Scene } from '../scene.js'
import type { Include } from '../printing/include.js'

export const students = resource<Pupil>({
  identity: 'students',
  table: 'students',
  open: recordFields('students'),
  scoped: { ...personFields, gender_identity: ({ genderIdentity }) => genderIdentity },
  includes: {
    education_details: details(educationDetails),
    extended_details: details(extendedDetails),
    contact_details: details(studentContactDetails),
    classes: toMany({ of: 'classes', to: briefClasses, find: ({ classes }: Pupil) => classes }),
    groups: toMany({ of: 'groups', to: briefGroups, find: ({ groups }: Pupil) => groups }),
    year: groupOfType('YEAR'),
    registration: groupOfType('REGISTRATION'),
    house: groupOfType('HOUSE'),
    contacts: custom('contacts', ['contact_details'], contactsOf),
    photo: photoInclude,
    medical_conditions: custom('students', [], medicalConditions),
    sen_needs: custom('students', [], ({ senNeed }) =>
      senNeed === null ? [] : [{ code: senNeed, rank: 1, start_date: null, end_date: null }],
    ),
  },
})

function groupOfType(type: Group['type']): Include<Pupil> {
  const find = ({ groups }: Pupil) => groups.filter((group) => group.type === type)
  return toOne({ of: 'groups', to: briefGroups, find })
}

function medicalConditions({ number, medicalCode, medicalDescription }: Pupil, { seed }: Scene): object[] {
  if (medicalCode === null && medicalDescription === null) return []
  const id = wondeId('medical_conditions', number, seed)
  return [{ id, mis_id: String(number), code: medicalCode, description: medicalDescription, date_received: null }]
}
