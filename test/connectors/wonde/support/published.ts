import { london } from './rows.js'

// In the shapes of wonde.md; everybody in them is invented.

/** An instant as Wonde wraps it. */
export const utc = (at: string) => ({ date: `${at}.000000`, timezone_type: 3, timezone: 'UTC' })
const stamps = { created_at: utc('2024-09-02 03:10:11'), updated_at: utc('2025-01-06 02:00:00') }

export const school = {
  id: 'A1930499544',
  name: 'Example School',
  establishment_number: '3430',
  urn: 848187,
  phase_of_education: 'SECONDARY',
  la_code: '970',
  timezone: 'Europe/London',
  mis: 'SIMS',
  address: {
    address_line_1: '1 Road',
    address_line_2: null,
    address_town: 'Town',
    address_postcode: 'AB1 2CD',
    address_country: { code: 'GBR', name: 'United Kingdom' },
  },
  extended: {
    allows_writeback: true,
    has_timetables: true,
    has_lesson_attendance: true,
    audit_approved_at: { date: '2022-01-28 15:45:10', timezone_type: 3, timezone: 'UTC' },
  },
  region: {
    code: 'GBR',
    domain: 'api.wonde.com',
    school_url: 'https://api.wonde.com/v1.0/schools/A1930499544',
    identifiers: { la_code: '970', establishment_number: '3430', urn: 848187 },
  },
}

export const permission = {
  identity: 'students',
  name: 'Students',
  description: 'Those on roll',
  parent: null,
  group: 'Students',
  active_from: utc('2024-09-01 00:00:00'),
  optional: false,
  approved: true,
}

const address = {
  address_line_1: '1 Road', address_line_2: null, address_line_3: null, house_name: null, house_number: '1', town: 'Town', county: null,
  postcode: 'AB1 2CD', country: null,
} // prettier-ignore

export const student = {
  id: 'A1749190001',
  upi: '0000000000000000000000000000a001',
  mis_id: '9901',
  initials: 'AE',
  title: null,
  surname: 'Example',
  forename: 'Ada',
  middle_names: null,
  legal_surname: 'Example',
  legal_forename: 'Ada',
  gender: 'FEMALE',
  gender_identity: null,
  date_of_birth: london('2013-09-29'),
  restored_at: null,
  ...stamps,
  education_details: {
    data: {
      admission_number: '004501',
      upn: 'A801200000001',
      local_upn: null,
      former_upn: null,
      learner_number: null,
      current_nc_year: '7',
      part_time: false,
      part_time_rate: null,
      admission_date: london('2024-09-02'),
      leaving_date: null,
    },
  },
  extended_details: {
    data: {
      ethnicity: 'White - British',
      sen_status: 'K',
      in_lea_care: false,
      ever_in_care: null,
      free_school_meals: true,
      free_school_meals_6: true,
      premium_pupil_indicator: true,
      english_as_additional_language: false,
      first_language: 'ENG',
      service_children_indicator: null,
      gifted_and_talented_status: null,
      enrolment_status: 'Current',
      dietary_needs: null,
      religion: null,
    },
  },
  contact_details: {
    data: {
      phones: { phone: '07700 900001', primary: null, home: null, work: null, mobile: '07700 900001' },
      emails: { email: 'ada@school.test', primary: null, home: null, work: null },
      addresses: { home: address, work: address },
    },
  },
  year: { data: { id: 'A1161580001', mis_id: '425', name: 'Year 7', code: '7', type: 'YEAR' } },
  registration: { data: { id: 'A1161580002', mis_id: '431', name: '7A', code: '7A', type: 'REGISTRATION' } },
  classes: { data: [{ id: 'A1329180001', name: '7A/Ma1', subject: 'A1362590001' }] },
}

export const employee = {
  id: 'A500460001',
  upi: '0000000000000000000000000000b001',
  mis_id: '26',
  title: 'Mrs',
  initials: 'ME',
  surname: 'Example',
  forename: 'Mo',
  middle_names: null,
  legal_surname: 'Example',
  legal_forename: 'Mo',
  gender: 'female',
  date_of_birth: london('1980-02-11'),
  restored_at: null,
  ...stamps,
  employment_details: {
    data: {
      current: true,
      teaching_staff: true,
      teacher_number: '0000000',
      teacher_category: null,
      staff_code: 'MEX',
      primary_location: null,
      employment_start_date: london('2019-09-01'),
      employment_end_date: null,
      local_authority_start_date: london('2019-09-01'),
      employee_payroll_number: 'P123',
      role_text: 'Class Teacher',
      qualified_teacher_status: null,
    },
  },
  contact_details: {
    data: {
      phones: { phone: null, primary: null, home: null, work: null, mobile: null },
      emails: { email: 'mo@school.test', primary: 'mo@school.test', home: null, work: 'mo@school.test' },
    },
  },
  roles: {
    data: [{ id: 'A11', mis_id: '9', role: 'Teacher', role_code: 'TCHR', contract: 'A12', start_date: london('2019-09-01'), end_date: null, ...stamps }],
  },
} // prettier-ignore

export const group = {
  id: 'A1161580002',
  mis_id: '431',
  name: '7A',
  code: '7A',
  type: 'REGISTRATION',
  description: 'Registration group 7A',
  notes: null,
  division: null,
  restored_at: null,
  ...stamps,
  meta: null,
  students: { data: [{ id: 'A205790001' }] },
  employees: { data: [] },
}

export const teachingClass = {
  id: 'A1906120001',
  mis_id: '5b51b82d0f000',
  type: null,
  name: '10A/Ar1',
  code: null,
  description: '10A/Ar1',
  subject: 'A1209580001',
  alternative: false,
  priority: null,
  academic_year: '2025',
  year_group: '10',
  restored_at: null,
  ...stamps,
  students: {
    data: [{ id: 'A205790001', upi: student.upi, mis_id: '9901', forename: 'Ada', surname: 'Example', gender: null, date_of_birth: null }],
  },
  employees: {
    data: [{
      id: employee.id, upi: employee.upi, title: 'Mrs', surname: 'Example', forename: 'Mo',
      meta: { role: 'Main Class Teacher', all_roles: ['Main Class Teacher', 'Class Teacher'], is_main_teacher: true, is_class_teacher: true },
    }],
  },
} // prettier-ignore

export const code = { id: 'A101', code: 'I', description: 'Illness', type: 'AUTHORISED ABSENCE' }
export const mark = {
  id: 'A111',
  date: london('2025-01-06'),
  session: 'AM',
  comment: null,
  employee: employee.id,
  attendance_code: code.id,
  student: 'A205790001',
  ...stamps,
}
export const deletion = {
  type: 'student',
  id: 'A1039520001',
  mis_id: '9902',
  deleted_at: utc('2025-02-01 02:11:00'),
  restored_at: null,
}

const ofPupil = (meta: object) => ({ data: [{ id: 'A205790001', meta }] })

/** Rows of lists that this connector has no use for. */
export const rowsOfOthers = {
  'a contact': { id: 'A870860001', upi: null, mis_id: '7701', title: 'Mrs', forename: 'Max', surname: 'Example', relationship: { relationship: 'Mother', priority: 1, parental_responsibility: true, lives_with_pupil: true }, contact_details: employee.contact_details },
  'a subject': { id: 'A1362590001', mis_id: '520', code: 'Bi', name: 'Biology', active: true, ...stamps },
  'a room': { id: 'A71', code: 'S1', name: 'Science 1', ...stamps },
  'a period': { id: 'A81', name: 'Mon P1', start_time: '09:00:00', end_time: '10:00', day: 'monday', day_number: 1, description: null, ...stamps },
  'a lesson': { id: 'A91', mis_id: '5512', room: 'A71', period: 'A81', period_instance_id: 30412, employee: employee.id, alternative: false, day_number: 1, start_at: { ...london('2025-01-06'), date: '2025-01-06 09:00:00.000000' }, ...stamps },
  'a mark of a lesson': { id: 'A112', date: london('2025-01-06'), lesson: 'A91', period_instance_id: 30412, student: 'A205790001', attendance_code: 'A101', comment: null, minutes_late: null },
  'an achievement': { id: 'A125740001', type: 'NYPA', points: 2, parents_notified: false, achievement_date: london('2025-01-06'), action_date: null, ...stamps, students: ofPupil({ points: 2 }) },
  'a behaviour': { id: 'A1971300001', incident: 'OTH', bullying_type: null, points: 2, incident_date: london('2025-01-06'), ...stamps, students: ofPupil({ role: 'AG', action: 'COOL', action_date: null, points: 2 }) },
  'an exclusion': { id: 'A121', mis_id: '7', type: 'Suspension', type_code: 'FIXD', start_date: london('2025-01-07'), start_session: 'AM', sessions: 4, days: 2, appeal_received: null, ...stamps, student: { data: { id: 'A205790001' } } },
  'a photograph': { id: 'A438760001', hash: 'd41d8cd98f00b204', content: '', ...stamps },
  'a medical condition': { id: 'A131', mis_id: '3', description: 'text', date_received: null, notes: { data: [] }, ...stamps },
  'a doctor': { id: 'A141', mis_id: '4', title: 'Dr', forename: null, surname: 'Example', practice_name: 'A Surgery', telephone: null, postcode: 'AB1 2CD', ...stamps },
} // prettier-ignore
