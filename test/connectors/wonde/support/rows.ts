/** A day as Wonde wraps it. */
export const london = (day: string) => ({ date: `${day} 00:00:00.000000`, timezone_type: 3, timezone: 'Europe/London' })

/** The pupil of wonde.md §6.1, with contact details and with days in the pivot of a class. */
export const student = {
  id: 'A1749191433',
  upi: '00000000000000000000000000000a02',
  mis_id: '9919',
  initials: 'FS',
  title: null,
  surname: 'SURNAME1',
  forename: 'FORENAME1',
  middle_names: null,
  legal_surname: 'SURNAME1',
  legal_forename: 'FORENAME1',
  gender: 'FEMALE',
  gender_identity: null,
  date_of_birth: london('2013-07-29'),
  restored_at: null,
  education_details: {
    data: {
      admission_number: '004512',
      upn: 'Z999999999999',
      learner_number: null,
      current_nc_year: 7,
      part_time: false,
      admission_date: london('2024-09-02'),
      leaving_date: null,
    },
  },
  extended_details: {
    data: {
      ethnicity: 'White - British',
      sen_status: 'K',
      in_lea_care: false,
      free_school_meals: true,
      free_school_meals_6: 'true',
      premium_pupil_indicator: 'Yes',
      english_as_additional_language: 'F',
      service_children_indicator: null,
      gifted_and_talented_status: '',
      enrolment_status: 'Current',
      dietary_needs: 'No nuts',
      religion: null,
    },
  },
  contact_details: {
    data: {
      phones: { phone: '01000 000000', primary: null, home: null, mobile: '07000 000000' },
      emails: { email: 's1@example.test', primary: null },
    },
  },
  registration: { data: { id: 'A1161584999', mis_id: '431', name: '7A', code: '7A', type: 'REGISTRATION' } },
  groups: { data: [{ id: 'A1161584999', name: '7A', meta: null }] },
  classes: {
    data: [
      {
        id: 'A1329183376',
        name: '7A/Ma1',
        subject: 'A1362597725',
        meta: { start_date: london('2024-09-04'), end_date: '2025-07-18' },
      },
    ],
  },
}

/** The member of staff of wonde.md §11. */
export const employee = {
  id: 'A500460806',
  upi: '00000000000000000000000000000b02',
  mis_id: '26',
  title: 'Mrs',
  initials: 'FS',
  surname: 'SURNAME5',
  forename: 'FORENAME5',
  middle_names: null,
  legal_surname: 'SURNAME5',
  legal_forename: 'FORENAME5',
  gender: 'female',
  date_of_birth: london('1980-02-11'),
  employment_details: {
    data: {
      current: true,
      teaching_staff: true,
      employment_start_date: london('2019-09-01'),
      employment_end_date: null,
    },
  },
  contact_details: { data: { emails: { email: 's5@example.test', work: 's5@example.test', home: null } } },
  groups: { data: [{ id: 'A7', name: '7A' }] },
  classes: {
    data: [
      { id: 'A7', name: '7A/Ma1' },
      { id: 'A7', name: '7A/Ma1' },
    ],
  },
}
