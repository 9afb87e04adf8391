import { isOnRoll } from '../../model/pupils/pupil.js'
import { firstDay, schoolYearOf } from '../../model/calendar.js'
import { externalId, idaasId, xid } from '../xporter-id.js'
import { bit, printer } from './columns.js'
import { emptyTable, table } from './dataset.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { Group } from '../../model/teaching/group.js'
import type { View } from '../scene.js'
import type { Columns } from './columns.js'
import type { Endpoint } from './dataset.js'

const group = ({ groups }: Pupil, type: Group['type']) => groups.find((one) => one.type === type)

/** Registers as the DfE's letters; the letter is the label's first but for a single registration. */
const letters = new Map([
  ['Current', 'C'],
  ['Main - Dual Registration', 'M'],
  ['Subsidiary - Dual Registration', 'S'],
  ['Guest', 'G'],
])

const columns: Columns<Pupil> = {
  'Student|StudentLite': {
    Id: ({ misId }) => misId,
    XID: (pupil, view) => xid('PL', pupil, view),
    ExternalId: (pupil, view) => externalId('PL', pupil, view),
    IdaasId: (pupil) => idaasId('PL', pupil),
    Forename: ({ forename }) => forename,
    Surname: ({ surname }) => surname,
    DisplayName: ({ forename, surname }) => `${forename} ${surname}`,
    Gender: ({ gender }) => gender.charAt(0),
    RegGroupId: (pupil) => group(pupil, 'REGISTRATION')?.misId ?? null,
    RegGroup: ({ registrationGroup }) => registrationGroup,
    YearGroupId: (pupil) => group(pupil, 'YEAR')?.misId ?? null,
    // As schools pad it.
    YearGroup: (pupil) => group(pupil, 'YEAR')?.name.replace(' ', '  ') ?? null,
    HouseGroupId: (pupil) => group(pupil, 'HOUSE')?.misId ?? null,
    HouseGroup: ({ house }) => house,
    WorkEmail: ({ email }) => email,
    IdaasEmail: () => null,
    StudentStatus: (pupil, view) => statusOf(pupil, view),
    NCYear: ({ yearGroup }) => yearGroup,
  },
  Student: { AdmissionNo: ({ admissionNumber }) => admissionNumber, CandidateNo: () => null },
  StudentExtended: {
    DateofBirth: ({ dateOfBirth }) => dateOfBirth,
    UniqueLearnerNumber: ({ uln }) => uln,
    LegalForename: ({ legalForename }) => legalForename,
    LegalSurname: ({ legalSurname }) => legalSurname,
    MiddleName: ({ middleNames }) => middleNames,
    EntryDate: ({ admissionDate }) => admissionDate,
    LeavingDate: ({ leavingDate }) => leavingDate,
    EnrolmentStatus: ({ enrolmentStatus }) => letters.get(enrolmentStatus) ?? enrolmentStatus,
    Boarder: () => 0,
  },
  UPN: { UPN: ({ upn }) => upn, formerUPN: ({ formerUpn }) => formerUpn },
  'SEN|SENTypes': { SENProvision: ({ senStatus }) => senStatus },
  'StudentDemographic|StudentEthnicity': {
    Ethnicity: ({ ethnicity }) => ethnicity,
    EthnicityCode: ({ ethnicityCode }) => ethnicityCode,
  },
  'StudentDemographic|StudentReligion': { Religion: ({ religion }) => religion },
  StudentDemographic: { FirstLanguageCode: ({ firstLanguage }) => firstLanguage, Disabled: () => null },
  'StudentDemographic|StudentFunding': { EAL: ({ eal }) => bit(eal) },
  StudentFunding: {
    FsmEligible: ({ fsm }) => bit(fsm),
    FSMEver6: ({ fsm6 }) => bit(fsm6),
    PupilPremium: ({ pupilPremium }) => bit(pupilPremium),
    Gifted: ({ giftedTalented }) => bit(giftedTalented),
  },
  StudentFamily: {
    InLeaCare: ({ inCare }) => bit(inCare),
    EverInCare: ({ everInCare }) => bit(everInCare),
    // One of the flags that come as text.
    ServiceChild: ({ serviceChild }) => (serviceChild ? '1' : '0'),
  },
}

export const students: Endpoint = {
  scope: 'Student,StudentLite',
  tables: (view) => {
    const print = printer({ columns, touched: ({ updatedAt }: Pupil) => updatedAt }, view)
    const listed = studentsIn(view)
    const left = (pupil: Pupil) => view.habits.leavers === 'apart' && statusOf(pupil, view) === 'Leaver'
    return [
      table('Students', listed.filter((pupil) => !left(pupil)), print),
      emptyTable('StudentSiblings'),
      ...(view.habits.leavers === 'apart' ? [table('Leavers', listed.filter(left), print)] : []),
    ] // prettier-ignore
  },
}

function statusOf({ admissionDate, leavingDate }: Pupil, { roster }: View): 'OnRoll' | 'Leaver' | 'PreAdmission' {
  if (leavingDate !== null && leavingDate < roster.day) return 'Leaver'
  return admissionDate > roster.day ? 'PreAdmission' : 'OnRoll'
}

/** Those on roll, with whoever an option or the filter adds; by number, each once. */
function studentsIn(view: View): readonly Pupil[] {
  const { roster, options, parameters, id } = view
  const wanted = parameters.get('studentstatus')?.toLowerCase()
  const yearGroup = parameters.get('yeargroupid')
  const everybody = new Map(
    [...roster.leavers, ...roster.preAdmission, ...roster.pupils].map((pupil) => [pupil.number, pupil]),
  )
  const since = firstDay(schoolYearOf(roster.day) - 1)
  const isListed = (pupil: Pupil): boolean => {
    const status = statusOf(pupil, view)
    if (wanted !== undefined && status.toLowerCase() !== wanted) return false
    if (yearGroup !== undefined && group(pupil, 'YEAR')?.misId !== yearGroup) return false
    if (id !== undefined && pupil.misId !== id) return false
    if (status === 'Leaver')
      return (wanted === 'leaver' || options.has('includeleavers')) && (pupil.leavingDate ?? '') >= since
    if (status === 'PreAdmission') return wanted === 'preadmission' || options.has('includepreadmissions')
    if (pupil.enrolmentStatus.startsWith('Subsidiary')) return options.has('includesubsidiary')
    return isOnRoll(pupil, roster.day) || options.has('includeguests')
  }
  return [...everybody.values()].filter(isListed).sort((one, other) => one.number - other.number)
}
